// Metrics: counters, gauges and histograms by name and labels, and their Prometheus text. Names end in their
// unit (`offhook_uploaded_bytes_total`); label values come from fixed vocabularies, never from content.
//
// Any thread may call any member. Asking twice for the same name and labels gives the same metric; asking for
// a name under another type is a bug. A handle is a value, valid as long as its Metrics.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace offhook::telemetry {

using Labels = std::map<std::string, std::string>;

class Counter {
 public:
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
  void add(double amount = 1) const;  // amount >= 0
  [[nodiscard]] double value() const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
  void set(double value) const;
  void add(double amount) const;  // may be negative
  [[nodiscard]] double value() const;

 private:
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
  void observe(double value) const;

 private:
  prometheus::Histogram* histogram_;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  [[nodiscard]] Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
  [[nodiscard]] Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  // `buckets`: upper bounds, rising; the one for infinity is added.
  [[nodiscard]] Histogram histogram(const std::string& name, const std::string& help,
                                    const std::vector<double>& buckets, const Labels& labels = {});

  // The text exposition format, version 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  std::unique_ptr<prometheus::Registry> registry_;
};

}  // namespace offhook::telemetry
