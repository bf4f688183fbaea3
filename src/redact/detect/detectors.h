// The detectors, one a kind. A judge looks at one window of digits or code characters; a finder reads the
// whole script. A new one is declared here, listed in detectors.cpp, and has its own file beside them.
#pragma once

#include <optional>
#include <vector>

#include "redact/detect/candidate.h"
#include "redact/detect/windows.h"

namespace offhook::redact::detect {

std::optional<Verdict> judge_phone(const Window& window);
std::optional<Verdict> judge_known_number(const Window& window);
std::optional<Verdict> judge_ssn(const Window& window);
std::optional<Verdict> judge_card(const Window& window);
std::optional<Verdict> judge_iban(const Window& window);
std::optional<Verdict> judge_routing(const Window& window);
std::optional<Verdict> judge_account(const Window& window);
std::optional<Verdict> judge_sort_code(const Window& window);
std::optional<Verdict> judge_ipv4(const Window& window);
std::optional<Verdict> judge_mac(const Window& window);
std::optional<Verdict> judge_passport(const Window& window);
std::optional<Verdict> judge_licence(const Window& window);
std::optional<Verdict> judge_national_id(const Window& window);
std::optional<Verdict> judge_postal_code(const Window& window);
std::optional<Verdict> judge_numeric_dob(const Window& window);
std::optional<Verdict> judge_cvv(const Window& window);
std::optional<Verdict> judge_expiry(const Window& window);
std::optional<Verdict> judge_pin(const Window& window);

void find_emails(const Context& context, std::vector<Candidate>& out);
void find_urls(const Context& context, std::vector<Candidate>& out);
void find_ipv6(const Context& context, std::vector<Candidate>& out);
void find_macs(const Context& context, std::vector<Candidate>& out);
void find_crypto_addresses(const Context& context, std::vector<Candidate>& out);
void find_birth_dates(const Context& context, std::vector<Candidate>& out);
void find_secrets(const Context& context, std::vector<Candidate>& out);
std::optional<Verdict> judge_spelled_name(const Window& window);
void find_addresses(const Context& context, std::vector<Candidate>& out);
void find_known_texts(const Context& context, std::vector<Candidate>& out);
void find_people(const Context& context, std::vector<Candidate>& out);

// All of them.
[[nodiscard]] std::vector<Candidate> detect_all(const Context& context);

}  // namespace offhook::redact::detect
