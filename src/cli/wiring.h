// Wiring: makes the program's parts from settings. Each function builds one part and what it alone needs, so
// that a command pays, and can fail, only for what it uses.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "archive/spool.h"
#include "aws/credentials.h"
#include "base/random.h"
#include "cli/settings.h"
#include "cli/stoppable_clock.h"
#include "cli/target.h"
#include "crypto/ed25519.h"
#include "genesys/options.h"
#include "http/client.h"
#include "model/ledger.h"
#include "model/notifier.h"
#include "model/object_store.h"
#include "model/request_log.h"
#include "model/source.h"
#include "redact/engine.h"

namespace offhook::cli {

// What everything shares. Outlives all that is made with it. After `stop` was requested its clock waits no
// more, and what is under way on the network is cut off within a second or two.
struct Process {
  explicit Process(std::stop_token asked_to_stop) : stop(std::move(asked_to_stop)), clock(stop) {}

  std::stop_token stop;  // SIGINT, SIGTERM
  StoppableClock clock;
  SystemRandom random;
};

// Credentials for AWS, from where its own tools look for them.
struct AwsAccess {
  std::unique_ptr<http::Client> client;
  std::unique_ptr<http::Client> link_local;  // the machine's metadata addresses: plain http
  std::unique_ptr<aws::Provider> provider;
};

struct StoreConnection {
  Target target;
  AwsAccess aws;                              // empty for a folder
  std::unique_ptr<model::ObjectStore> store;  // last: goes before what it uses
};
// `probe_owner`: whose the gate's probes are; see store::S3Options.
[[nodiscard]] Result<StoreConnection> connect_store(const Settings& settings, Process& process,
                                                    const std::string& probe_owner = {});

struct SourceConnection {
  std::unique_ptr<http::Client> client;
  std::unique_ptr<model::RequestLog> requests;
  std::unique_ptr<model::Source> source;
};
[[nodiscard]] Result<SourceConnection> connect_source(const Settings& settings, Process& process);
// What it is made of, for what else asks the same API.
[[nodiscard]] Result<genesys::Options> source_options(const Settings& settings, Process& process);
[[nodiscard]] Result<std::unique_ptr<http::Client>> source_client(const Settings& settings, Process& process);

struct NotifierConnection {
  AwsAccess aws;  // for EventBridge
  std::unique_ptr<http::Client> client;
  std::unique_ptr<model::Notifier> notifier;  // null where no receiver is configured
};
[[nodiscard]] Result<NotifierConnection> connect_notifier(const Settings& settings, Process& process);

[[nodiscard]] Result<redact::Engine> open_redaction(const Settings& settings);
// Token keys from before; see pipeline::Services.
[[nodiscard]] Result<std::vector<redact::TokenKey>> open_old_keys(const Settings& settings);

// state.dir, or ~/.local/state/offhook; made with mode 0700.
// The ledger in the state folder, to look things up; none where there is none to read.
[[nodiscard]] std::unique_ptr<model::Ledger> ledger_for_reading(const Settings& settings);
[[nodiscard]] Result<std::filesystem::path> state_folder(const Settings& settings);

// The state folder's own name, made at its first use.
[[nodiscard]] Result<std::string> instance_id(const std::filesystem::path& state, Random& random);

// sign.key_file, or `<state>/signing-key.pem`, which is made (0600) where it is missing; `made` says so.
[[nodiscard]] Result<crypto::SigningKey> open_signing_key(const Settings& settings,
                                                          const std::filesystem::path& state, bool& made);

// The name of the source's organisation: org.name, else its id. Error "config.org" where org.expected_id
// names another.
[[nodiscard]] Result<std::string> source_org(const Settings& settings, model::Source& source);

// org.name where it is set. Otherwise the only organisation that the archive holds.
[[nodiscard]] Result<std::string> archived_org(const Settings& settings, model::ObjectStore& store,
                                               const std::string& prefix);

}  // namespace offhook::cli
