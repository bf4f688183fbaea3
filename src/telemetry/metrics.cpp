#include "telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <exception>

#include "base/check.h"

namespace offhook::telemetry {
namespace {

// The library throws for a name or label that is not allowed, and for one name under two types: bugs, all.
template <class Make>
auto& made(Make make) {
  decltype(&make()) metric = nullptr;
  try {
    metric = &make();
  } catch (const std::exception&) {
    check(false, "a metric's name and labels are allowed, and its type is always the same");
  }
  return *metric;
}

}  // namespace

void Counter::add(double amount) const { counter_->Increment(amount); }
double Counter::value() const { return counter_->Value(); }
void Gauge::set(double value) const { gauge_->Set(value); }
void Gauge::add(double amount) const { gauge_->Increment(amount); }
double Gauge::value() const { return gauge_->Value(); }
void Histogram::observe(double value) const { histogram_->Observe(value); }

Metrics::Metrics() : registry_(std::make_unique<prometheus::Registry>()) {}
Metrics::~Metrics() = default;

Counter Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return Counter(made([&]() -> auto& {
    return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
  }));
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return Gauge(made([&]() -> auto& {
    return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels);
  }));
}

Histogram Metrics::histogram(const std::string& name, const std::string& help,
                             const std::vector<double>& buckets, const Labels& labels) {
  return Histogram(made([&]() -> auto& {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry_).Add(labels, buckets);
  }));
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

}  // namespace offhook::telemetry
