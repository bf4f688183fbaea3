#include "sim/content/dialogue.h"

#include <algorithm>
#include <array>

#include "sim/content/personal.h"
#include "sim/content/real_calls.h"
#include "sim/content/spoken.h"

namespace offhook::sim {

namespace {

constexpr std::array<std::string_view, 24> kAgentFiller{
    "let me look that up for you one moment please",
    "okay i can see the account now",
    "thank you for waiting",
    "is there anything else i can help you with today",
    "i have made a note of that",
    "the system is a little slow this morning",
    "alright and what happened after that",
    "i understand and i am sorry about the trouble",
    "you should see the change within three to five working days",
    "just to be sure i have that right",
    "may i put you on hold for a minute",
    "that is correct yes",
    "our branch is open from eight thirty until five",
    "i will send you a confirmation",
    "it looks like the payment went through on monday",
    "did you get the letter we sent in april",
    "could you tell me what the screen says",
    "perfect that is done now",
    "i can offer you a credit of twenty dollars",
    "the fee will be taken off your next bill",
    "yes we have two options for that",
    "please bear with me",
    "i would need to check with my colleague",
    "no problem at all"};

constexpr std::array<std::string_view, 24> kCustomerFiller{"yeah that is right",
                                                           "um i think so",
                                                           "it was about two weeks ago maybe three",
                                                           "i already tried to turn it off and on again",
                                                           "okay thank you",
                                                           "no that should be all",
                                                           "i was charged twice for the same thing",
                                                           "can you check why that is",
                                                           "sure take your time",
                                                           "well the app says something different",
                                                           "my wife called about it last tuesday",
                                                           "the man at the store told me to call you",
                                                           "i have been a customer for twelve years",
                                                           "so what do i need to do now",
                                                           "right right",
                                                           "i don't have the letter with me",
                                                           "that would be great",
                                                           "how long is that going to take",
                                                           "i would rather have the money back",
                                                           "hold on let me get a pen",
                                                           "sorry the line is really bad",
                                                           "could you say that again",
                                                           "that sounds good",
                                                           "uh huh"};

// Punctuated and capitalised, as a platform decorates what its recogniser heard.
std::string sentence(std::string_view text) {
  std::string made(text);
  for (std::size_t at = 0; at < made.size(); ++at) {
    const bool begins = at == 0;
    const bool alone = made[at] == 'i' && (at == 0 || made[at - 1] == ' ') &&
                       (at + 1 == made.size() || made[at + 1] == ' ' || made[at + 1] == '\'');
    if ((begins || alone) && made[at] >= 'a' && made[at] <= 'z')
      made[at] = static_cast<char>(made[at] - 'a' + 'A');
  }
  return made + '.';
}

class Script {
 public:
  Script(const World& world, std::uint64_t index, std::size_t part, const Cast& cast, std::int64_t length_ms,
         Plants& plants)
      : cast_(cast),
        plants_(plants),
        dice_(world.plan().seed, index, "dialogue/" + std::to_string(part)),
        length_ms_(std::min(length_ms, kLongestMs)) {}

  std::vector<Utterance> play() {
    open();
    while (at_ms_ < length_ms_ - 9'000) {
      const std::uint64_t roll = dice_.below(100);
      if (roll < 7) {
        personal_detail();
      } else {
        say(true, dice_.pick(kAgentFiller));
        if (dice_.chance(800)) say(false, dice_.pick(kCustomerFiller));
      }
    }
    say(true, "thank you for calling have a nice day");
    say(false, "thanks bye");
    return std::move(utterances_);
  }

 private:
  static constexpr std::string_view kPlace = "transcript.phrases";
  static constexpr std::int64_t kLongestMs = 260'000;  // a chat left open for days says no more than this

  // Adds an utterance unless the call is over. `decorated` empty: the sentence as it is.
  void say(bool internal, std::string_view text, std::string decorated = {}) {
    std::vector<std::string> words = split_words(text);
    Utterance utterance{.internal = internal,
                        .text = std::string(text),
                        .decorated = decorated.empty() ? sentence(text) : std::move(decorated),
                        .words = {}};
    at_ms_ += dice_.between(150, 1'200);
    for (std::string& word : words) {
      const std::int64_t duration = 60 + 45 * static_cast<std::int64_t>(word.size()) + dice_.between(0, 90);
      utterance.words.push_back({std::move(word), at_ms_, duration});
      at_ms_ += duration + dice_.between(10, 60);
    }
    utterances_.push_back(std::move(utterance));
  }

  void open() {
    const std::string agent = cast_.agent.name.substr(0, cast_.agent.name.find(' '));
    plants_.plant("PERSON", cast_.agent.name, agent, kPlace);
    say(true, "thank you for calling example bank my name is " + said_agent(),
        "Thank you for calling Example Bank. My name is " + agent + ".");
    const std::string& said = cast_.customer.said;
    plants_.plant("PERSON", cast_.customer.full(), said, kPlace);
    plants_.plant("PERSON", cast_.customer.full(), cast_.customer.full(), kPlace);
    say(false, "hi this is " + said, "Hi, this is " + cast_.customer.full() + ".");
    say(true, "how can i help you today");
    say(false, dice_.pick(kCustomerFiller));
    if (dice_.chance(700)) ask_phone();
  }

  // A recogniser of English writes an agent's name in lower-case ASCII; names in other scripts it guesses.
  std::string said_agent() const {
    const std::string given = cast_.agent.name.substr(0, cast_.agent.name.find(' '));
    const bool ascii = std::all_of(given.begin(), given.end(), [](char c) { return c > 0 && c != '\''; });
    return ascii ? lower(given) : "[unk]";
  }

  void ask_phone() {
    const Phone& phone = cast_.customer.phone;
    const std::string number = phone.at_home();
    const std::string value = phone.e164();
    say(true, "and what is the best number to reach you");
    if (dice_.chance(300) && number.size() >= 10) {
      // Said in pieces, the agent answering in between.
      const std::array<std::string, 3> pieces{say_digits(number.substr(0, 3), dice_),
                                              say_digits(number.substr(3, 3), dice_),
                                              say_digits(number.substr(6), dice_)};
      plants_.plant("PHONE", value, pieces[2], kPlace);
      say(false, "it's " + pieces[0], "It's " + number.substr(0, 3) + ".");
      say(true, "uh huh");
      say(false, pieces[1], number.substr(3, 3) + ".");
      say(false, pieces[2], number.substr(6) + ".");
      return;
    }
    const std::string spoken = say_digits(number, dice_);
    const std::string written = phone.country == "1" ? phone.written(0) : number;
    plants_.plant("PHONE", value, spoken, kPlace);
    plants_.plant("PHONE", value, written, kPlace);
    say(false, "sure " + spoken, "Sure, " + written + ".");
    if (dice_.chance(300)) {
      const std::string again = say_digits(number, dice_);
      plants_.plant("PHONE", value, again, kPlace);
      say(true, "so that's " + again, "So that's " + written + ".");
      say(false, "yes");
    }
  }

  void personal_detail() {
    switch (dice_.below(6)) {
      case 0:
        detail("could you give me your email address", "it's ", make_email(cast_.customer));
        break;
      case 1:
        detail("and the card number please", "okay it's ", make_card(dice_));
        break;
      case 2:
        detail("can i have your social security number", "it is ", make_ssn(dice_));
        break;
      case 3:
        detail("what is your date of birth", "", make_birth_date(dice_));
        break;
      case 4:
        detail("and your address", "i live at ", make_address(dice_));
        break;
      default:
        ask_phone();
        break;
    }
  }

  void detail(std::string_view question, std::string_view lead, const Personal& personal) {
    say(true, question, sentence(question));
    plants_.plant(personal.kind, personal.value, personal.spoken, kPlace);
    plants_.plant(personal.kind, personal.value, personal.written, kPlace);
    const std::string written = lead.empty() ? personal.written : std::string(lead) + personal.written;
    say(false, std::string(lead) + personal.spoken, sentence(written));
  }

  const Cast& cast_;
  Plants& plants_;
  Dice dice_;
  std::int64_t length_ms_;
  std::int64_t at_ms_ = 400;
  std::vector<Utterance> utterances_;
};

std::vector<Utterance> real_dialogue(const RealCall& call, Plants& plants) {
  for (const RealLabel& label : call.labels)
    plants.plant(label.kind, label.text, label.text, "transcript.phrases");
  std::vector<Utterance> utterances;
  for (const RealSegment& segment : call.segments) {
    if (segment.words.empty()) continue;
    Utterance utterance{
        .internal = segment.internal, .text = segment.asr, .decorated = sentence(segment.asr), .words = {}};
    for (const RealWord& word : segment.words) {
      utterance.words.push_back({word.text, word.offset_ms, word.duration_ms});
    }
    utterances.push_back(std::move(utterance));
  }
  return utterances;
}

}  // namespace

std::vector<Utterance> make_dialogue(const World& world, const Outline& outline, const Recording& recording,
                                     Plants& plants) {
  if (outline.real_call) return real_dialogue(real_calls()[*outline.real_call], plants);
  const Cast cast = make_cast(world, outline, recording);
  return Script(world, outline.index, recording.part, cast, ms_between(recording.start, recording.end),
                plants)
      .play();
}

std::vector<Utterance> make_messages(const World& world, const Outline& outline, Plants& plants) {
  const Cast cast = make_cast(world, outline);
  return Script(world, outline.index, 0, cast, ms_between(outline.answered, outline.talked), plants).play();
}

}  // namespace offhook::sim
