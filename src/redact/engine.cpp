#include "redact/engine.h"

#include "base/check.h"
#include "redact/address.h"
#include "redact/canonical.h"
#include "redact/conversation.h"
#include "redact/fields.h"
#include "redact/schema.h"
#include "redact/search.h"

namespace offhook::redact {

struct Engine::State {
  Policy policy;
  TokenKey key;
  Schema schema;
  Workspaces workspaces{schema};
};

Result<Engine> Engine::open(Policy policy, TokenKey key) {
  OFFHOOK_TRY(auto schema, Schema::build(policy));
  auto state =
      std::make_unique<State>(with_canonical_lists(std::move(policy)), std::move(key), std::move(schema));
  return Engine(std::move(state));
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const TokenKey& Engine::key() const { return state_->key; }
const Policy& Engine::policy() const { return state_->policy; }
std::string Engine::version() { return OFFHOOK_VERSION; }

std::string Engine::phone_library_version() { return OFFHOOK_PHONENUMBER_VERSION; }

ConversationOutput Engine::redact(const ConversationInput& input) const {
  std::vector<std::string_view> documents{input.conversation};
  documents.insert(documents.end(), input.transcripts.begin(), input.transcripts.end());
  Workspaces::Lease workspace(state_->workspaces);
  ConversationJob job(state_->policy, state_->schema, state_->key, *workspace, input.want_spans);
  auto outcomes = job.run(documents);
  ConversationOutput output{std::move(outcomes.front()), {}};
  output.transcripts.assign(std::make_move_iterator(outcomes.begin() + 1),
                            std::make_move_iterator(outcomes.end()));
  return output;
}

Result<RedactedTurns> Engine::redact_turns(std::span<const Turn> turns,
                                           std::span<const Party> parties) const {
  KnownBuilder known(state_->policy);
  for (const auto& party : parties)
    if (Purpose::of(party.purpose).business) known.add_business_name(party.name);
  for (const auto& party : parties) {
    const auto [business, role] = Purpose::of(party.purpose);
    if (!business) known.add_name(role, party.name, known.name_marks(party.name));
    for (const auto& address : party.addresses)
      known.add_address(role, address, address_parts(address, state_->policy));
  }
  known.sort();
  const KnownBuilder of_parties = known;
  for (const auto& party : parties) {
    const Role role = role_of(party.purpose);
    for (const auto& [key, value] : party.attributes) {
      OFFHOOK_TRY(const auto marks, field_marks({Field::attribute, value, key}, of_parties, state_->policy));
      known.add_marks(role, value, marks);
    }
  }
  known.sort();

  std::vector<Utterance> utterances;
  for (const auto& turn : turns) utterances.push_back({role_of(turn.role), turn.text});
  std::vector<std::vector<Mark>> marks;
  OFFHOOK_CHECK_OK(search(utterances, known.known(), state_->policy, marks));
  marks.resize(turns.size());
  RedactedTurns out;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    std::string text;
    std::size_t from = 0;
    for (const auto& mark : marks[i]) {
      std::string token = replacement(mark, state_->policy, state_->key);
      text.append(turns[i].text.substr(from, mark.start - from)).append(token);
      from = mark.end;
      const std::string type = name(mark.kind, mark.country);
      ++out.counts[type];
      out.spans.push_back(
          {{}, i, mark.start, mark.end, type, std::move(token), mark.confidence, mark.reason});
    }
    text.append(turns[i].text.substr(from));
    out.texts.push_back(std::move(text));
  }
  return out;
}

}  // namespace offhook::redact
