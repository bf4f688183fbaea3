// KnownBuilder gathers what a conversation's metadata says about its parties, so that the same names, numbers
// and addresses are found wherever they are said or written in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "redact/dialogue.h"
#include "redact/known_words.h"
#include "redact/mark.h"
#include "redact/policy.h"

namespace offhook::redact {

// What a participant's purpose says about who it is.
struct Purpose {
  bool business = false;  // it stands for a queue, a flow or a machine rather than for a person
  Role role = Role::other;

  [[nodiscard]] static Purpose of(std::string_view purpose);
};
[[nodiscard]] Role role_of(std::string_view purpose);

class KnownBuilder {
 public:
  explicit KnownBuilder(const Policy& policy) : policy_(&policy) {}

  // These first: the names of queues, flows and menus must be known before a display name is judged.
  void add_business_name(std::string_view name);
  // A person's, with its name_marks().
  void add_name(Role role, std::string_view name, const std::vector<Mark>& marks);
  // `parts` are the address's (address.h).
  void add_address(Role role, std::string_view text, const std::vector<Mark>& parts);
  void add_display_name(std::string_view text);
  // What a detector or a name-like key accepts of an attribute, or of any other labelled value.
  void add_marks(Role role, std::string_view text, const std::vector<Mark>& marks);
  // Findings of one text, so that other texts of the conversation know them.
  void add_value(Kind kind, std::string_view text, std::string_view canonical);

  // Puts what is known into one order and drops repetitions, so that the order of fields decides nothing.
  void sort();

  // The marks of a field that holds a person's name.
  [[nodiscard]] std::vector<Mark> name_marks(std::string_view name) const;
  // What name_marks() would say now, given what it said before other names were known.
  void renew(std::string_view name, std::vector<Mark>& marks) const;
  [[nodiscard]] std::vector<Mark> display_name_marks(std::string_view text) const;

  // Parties' full names, of two words at least, in harmless text (ASCII).
  [[nodiscard]] std::vector<Mark> full_name_marks(std::string_view text) const;

  // The canonical value of a mention: the full name of the one party that it is a part of, else itself.
  [[nodiscard]] std::string canonical_name(std::string_view mention) const;
  // Is a member's name made of a party's name, two words at least ("dana_example")?
  [[nodiscard]] bool is_party_name(std::string_view key) const;

  [[nodiscard]] bool is_business_name(std::string_view text) const;
  // Prepared for find(), once something is to be searched.
  [[nodiscard]] const Known& known() const {
    if (known_.prepared == nullptr) known_.prepared = prepare(known_, earlier_.get());
    return known_;
  }
  // The same at a glance.
  [[nodiscard]] const KnownWords& words() const {
    if (!words_) words_.emplace(known_);
    return *words_;
  }
  [[nodiscard]] std::size_t size() const { return known_.names.size() + known_.values.size(); }

 private:
  void add_party(std::string name, Role role);
  void changed();

  const Policy* policy_;
  mutable Known known_;
  std::shared_ptr<const Prepared> earlier_;  // prepared before the last change
  mutable std::optional<KnownWords> words_;
  std::vector<std::string> folded_names_;    // of known_.names
  std::vector<std::string> business_names_;  // folded
};

// "customerEmail" -> "customer email"; "" for what is no identifier.
[[nodiscard]] std::string words_of_key(std::string_view key);
// Do the words of a key say that this value is a person's name ("caller name", "cardholder")? A bare "name"
// may be anybody's or anything's: outside of attributes it needs a value of two capitalised words.
[[nodiscard]] bool is_name_key(std::string_view words, bool attribute, std::string_view value);
// Letters, spaces and what stands in names; two letters at least, five words at most.
[[nodiscard]] bool looks_like_name(std::string_view text);

}  // namespace offhook::redact
