#include "archive/certificate_text.h"

#include <map>
#include <utility>

#include "archive/text_members.h"
#include "base/encoding.h"

namespace offhook::archive {

using json::Value;

bool IdHash::add(std::string_view id) {
  if (count_ > 0 && id == last_) return false;
  last_ = id;
  ++count_;
  hash_.update(id);
  hash_.update("\n");
  return true;
}

IdSet IdHash::ids() const { return {count_, to_hex(hash_.digest())}; }

void ListText::add(std::string_view id, const Value& entry) {
  if (!ids_.add(id)) return;
  entries_ += entries_.empty() ? '[' : ',';
  entries_ += json::canonical(entry);
}

void ListText::add(const std::string& id) { add(id, Value(id)); }

void ListText::add(const QuarantinedId& it) {
  add(it.id, Value::Object{{"id", it.id}, {"reason", it.reason}});
}

void ListText::add(const AbsentId& it) {
  Value::Object entry{{"id", it.id}, {"evidence", it.evidence}};
  if (!it.conversation.empty()) entry.emplace("conversation", it.conversation);
  add(it.id, std::move(entry));
}

void ListText::add(const PendingId& it) {
  Value::Object entry{{"id", it.id}, {"due", format_rfc3339(it.due)}, {"reason", it.reason}};
  if (!it.conversation.empty()) entry.emplace("conversation", it.conversation);
  add(it.id, std::move(entry));
}

void ListText::add(const GapId& it) { add(it.id, Value::Object{{"id", it.id}, {"evidence", it.evidence}}); }

void ListText::add(const NewVersion& it) {
  add(it.id, Value::Object{{"id", it.id}, {"version", std::uint64_t{it.version}}});
}

std::string ListText::json() && {
  if (entries_.empty()) return "[]";
  entries_ += ']';
  return std::move(entries_);
}

CertificateCounts counts_of(const CertificateText& it) {
  return {it.expected.count, it.archived.count,  it.quarantined.count(),
          it.absent.count(), it.pending.count(), it.gap.count()};
}

CertificateText text_of(const DatasetCertificate& certificate) {
  CertificateText text;
  text.expected = certificate.expected;
  text.archived = certificate.archived;
  for (const auto& it : certificate.elsewhere) text.elsewhere.add(it);
  for (const auto& it : certificate.quarantined) text.quarantined.add(it);
  for (const auto& it : certificate.absent) text.absent.add(it);
  for (const auto& it : certificate.pending) text.pending.add(it);
  for (const auto& it : certificate.gap) text.gap.add(it);
  for (const auto& it : certificate.changed) text.changed.add(it);
  return text;
}

namespace {

Value::Object id_set(const IdSet& ids) { return {{"count", ids.count}, {"sha256", ids.sha256}}; }

std::string listed(ListText list) {
  Value::Object members = id_set(list.ids());
  return json_with_texts(std::move(members), {{"list", std::move(list).json()}});
}

}  // namespace

std::string json_of(CertificateText certificate) {
  TextMembers texts;
  texts["absent"] = listed(std::move(certificate.absent));
  texts["archived"] =
      json_with_texts(id_set(certificate.archived), {{"changed", std::move(certificate.changed).json()},
                                                     {"elsewhere", std::move(certificate.elsewhere).json()}});
  texts["gap"] = listed(std::move(certificate.gap));
  texts["pending"] = listed(std::move(certificate.pending));
  texts["quarantined"] = listed(std::move(certificate.quarantined));
  return json_with_texts({{"expected", id_set(certificate.expected)}}, std::move(texts));
}

}  // namespace offhook::archive
