// Written e-mail addresses: what stands around an '@' (RFC 5321), quoted local parts and addresses of hosts
// in brackets with it. A handle ("@usuario") names a person as an address does and goes as one.
#include <arpa/inet.h>

#include <array>

#include "redact/canonical.h"
#include "redact/detect/email/parts.h"
#include "redact/detect/names/words.h"

namespace offhook::redact::detect::email {
namespace {

// "sip:+13175550142@host": the user part is a phone number, the rest no e-mail address.
bool sip_number(const Line& line, std::size_t first, std::size_t at) {
  const Script& script = line.script;
  const std::size_t user = first < at && script.sign(first, '+') ? first + 1 : first;
  return user + 1 == at && script[user].digits && !script[user].letters && first >= line.begin + 2 &&
         script.sign(first - 1, ':') && (script.fold(first - 2) == "sip" || script.fold(first - 2) == "sips");
}

// A quoted part of a local part, `"foo"` in `test."foo".bar@`, that ends right before `first`: its begin. All
// of the local part in quotes may have spaces.
std::size_t quoted(const Line& line, std::size_t first, std::size_t at) {
  const Script& script = line.script;
  if (!script.sign(first - 1, '"') || !(first == at || script.sign(first, '.'))) return first;
  for (std::size_t i = first - 1; i > line.floor && at - i < kMaxWords; --i) {
    if (script[i].space_before && (first != at || script[first - 1].line_before)) return first;
    if (!script.sign(i - 1, '"')) continue;
    const bool opens = i - 1 == line.floor || script[i - 1].space_before || script.sign(i - 2, '.');
    return opens && i < first - 1 ? i - 1 : first;
  }
  return first;
}

// The word behind the domain at `last`, `last` where none stands: names with a dot between them.
std::size_t domain_names(const Line& line, std::size_t last, std::size_t& dots) {
  const Script& script = line.script;
  const std::size_t first = last;
  while (last < line.end && last - first < kMaxWords && (!script[last].space_before || last == first)) {
    if (script[last].alnum()) {
      ++last;
    } else if ((script.sign(last, '.') || script.sign(last, '-') || script.sign(last, '_')) &&
               last + 1 < line.end &&
               (script[last + 1].alnum() || (script.sign(last, '-') && script.sign(last + 1, '-'))) &&
               !script[last + 1].space_before) {
      dots += script.sign(last, '.');
      ++last;
    } else {
      break;
    }
  }
  return last;
}

// "[192.0.2.1]", "[IPv6:2001:db8::1]" at `first`: the word behind it, else `first`.
std::size_t host_address(const Line& line, std::size_t first) {
  const Script& script = line.script;
  if (!script.sign(first, '[') || script[first].space_before) return first;
  std::size_t last = first + 1;
  while (last < line.end && last - first < kMaxWords && !script[last].space_before && !script.sign(last, ']'))
    ++last;
  if (!script.sign(last, ']') || last == first + 1) return first;
  std::string text(script.text(first + 1, last));
  const bool labelled = fold(text).starts_with("ipv6:");
  if (labelled) text.erase(0, 5);
  std::array<unsigned char, 16> bytes{};
  const bool host = (!labelled && inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) ||
                    inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
  return host ? last + 1 : first;
}

// Four numbers with dots.
bool bare_host(const Line& line, std::size_t first, std::size_t last) {
  std::array<unsigned char, 4> bytes{};
  return inet_pton(AF_INET, std::string(line.script.text(first, last)).c_str(), bytes.data()) == 1;
}

// "@usuario": nothing before it, and a word that no dictionary knows.
std::optional<Found> handle(const Line& line, std::size_t at) {
  const Script& script = line.script;
  const bool free = at == line.begin || script[at].space_before || script.sign(at - 1, '(');
  if (!free || at + 1 >= line.end || script[at + 1].space_before || !script[at + 1].letters)
    return std::nullopt;
  std::size_t last = at + 2;
  while (last < line.end && !script[last].space_before && (script[last].alnum() || script.sign(last, '_')))
    ++last;
  const std::string_view word = script.fold(at + 1);
  if (last == at + 2 && (word.size() < 4 || !word_kinds(word).unknown() || function_word(word)))
    return std::nullopt;
  if (last > at + 2 && !script[last - 1].alnum()) --last;
  return Found{at, last, casefold_words(script.text(at, last)), 0.6, "a handle"};
}

}  // namespace

bool local_sign(std::string_view sign) {
  return sign.size() == 1 && std::string_view("._%+-!#$&'*=?^~").find(sign) != std::string_view::npos;
}

std::optional<Found> read_written(const Line& line, std::size_t at) {
  const Script& script = line.script;
  // "dana @ outlook.com": spaces around the sign alone.
  std::size_t first = at;
  while (first > line.floor && at - first < kMaxWords && (!script[first].space_before || first == at)) {
    if (script[first - 1].alnum() || local_sign(script.fold(first - 1)))
      --first;
    else if (const std::size_t open = quoted(line, first, at); open < first)
      first = open;
    else
      break;
  }
  while (first < at && !script[first].alnum() && !script.sign(first, '_') && !script.sign(first, '+') &&
         !(script.sign(first, '"') && script.sign(at - 1, '"') && first + 1 < at))
    ++first;
  if (first == at) return first > line.floor && script.replaced(first - 1) ? std::nullopt : handle(line, at);
  if (sip_number(line, first, at)) return std::nullopt;
  constexpr double kSure = 0.98;
  constexpr const char* kReason = "written e-mail address";
  if (const std::size_t last = host_address(line, at + 1); last > at + 1)
    return Found{first, last, casefold_words(script.text(first, last)), kSure, kReason};
  std::size_t dots = 0;
  const std::size_t last = domain_names(line, at + 1, dots);
  const bool mailto =
      first > line.floor + 1 && script.sign(first - 1, ':') && script.fold(first - 2) == "mailto";
  const bool short_of = last == at + 2 && provider(script.fold(at + 1));  // "j.hartley@gmail"
  if (last == at + 1 || (dots == 0 && !mailto && !short_of)) return std::nullopt;
  if (!script[last - 1].letters && !bare_host(line, at + 1, last)) return std::nullopt;
  const bool spaced = script[at].space_before || script[at + 1].space_before;
  if (short_of && spaced) return std::nullopt;
  if (spaced && !known_ending(script.fold(last - 1))) return std::nullopt;
  return Found{first, last, casefold_words(script.text(first, last)), kSure, kReason};
}

}  // namespace offhook::redact::detect::email
