#include "http/url.h"
#include "sim/content/cast.h"
#include "sim/content/personal.h"
#include "sim/content/real_calls.h"

namespace offhook::sim {

namespace {

std::string digits(Dice& dice, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice.below(10));
  return text;
}

}  // namespace

void add_attributes(const World& world, const Cast& cast, Conversation& conversation, Participant& customer) {
  const Outline& outline = conversation.outline;
  Dice dice(world.plan().seed, outline.index, "attributes");
  Plants& plants = conversation.plants;
  auto& out = customer.attributes;
  const std::string place = "participants.attributes";
  const Person& person = cast.customer;
  if (outline.media == Media::voice) {
    out.emplace_back("ivr.callerId", plants.plant("PHONE", person.phone.e164(), person.phone.e164(), place));
  }
  out.emplace_back("scriptId", world.id(outline.queue, "script"));
  out.emplace_back("verified", dice.chance(700) ? "true" : "false");
  if (outline.real_call) {
    out.emplace_back("callerTask", real_calls()[*outline.real_call].task);
    return;
  }
  if (dice.chance(500)) {
    out.emplace_back("customerEmail", plants.plant("EMAIL", person.email, person.email, place));
  }
  if (dice.chance(400)) {
    out.emplace_back("context.customerName", plants.plant("PERSON", person.full(), person.full(), place));
  }
  if (dice.chance(300)) out.emplace_back("queue.position", std::to_string(dice.below(40)));
  if (dice.chance(80)) {
    const Personal card = make_card(dice);
    const std::string& form = dice.chance(500) ? card.value : card.written;
    out.emplace_back("payment.lastCard", plants.plant(card.kind, card.value, form, place));
  }
  if (dice.chance(60)) {
    const Personal ssn = make_ssn(dice);
    out.emplace_back("idv.ssn", plants.plant(ssn.kind, ssn.value, ssn.written, place));
  }
  if (dice.chance(200)) {
    const std::string call_back = person.phone.written(dice.below(5));
    plants.plant("PHONE", person.phone.e164(), call_back, place);
    plants.plant("PERSON", person.full(), person.given, place);
    out.emplace_back("agent.note", "Spoke to " + person.given + ", call back on " + call_back +
                                       " after 5 pm; order " + digits(dice, 5) + " resent");
  }
  if (dice.chance(200)) {
    // A CRM's answer, kept by a flow as text: JSON inside a JSON string.
    JsonObject crm;
    crm.text("name", plants.plant("PERSON", person.full(), person.full(), place));
    crm.text("mobile", plants.plant("PHONE", person.phone.e164(), person.phone.digits(), place));
    crm.number("tier", dice.between(1, 5)).text("segment", "retail");
    out.emplace_back("crm.lookup", std::move(crm).take());
  }
  if (dice.chance(150)) {
    const std::string url =
        "https://shop.example.com/orders?mail=" + http::percent_encode(person.email) + "&step=2";
    plants.plant("EMAIL", person.email, http::percent_encode(person.email), place);
    out.emplace_back("web.lastPage", url);
  }
}

}  // namespace offhook::sim
