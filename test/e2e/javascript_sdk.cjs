// Reads an organisation with the official JavaScript SDK and writes what it got as one JSON document.
// Usage: node javascript_sdk.cjs '{"api":…,"client_id":…,"client_secret":…}' INTERVAL
const https = require("node:https");
const http = require("node:http");
const genesys = require("purecloud-platform-client-v2");

const [org, interval] = [JSON.parse(process.argv[2]), process.argv[3]];

function get(url) {
  return new Promise((resolve, reject) => {
    const client = url.startsWith("https:") ? https : http;
    client.get(url, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => (text += piece));
      answer.on("end", () => resolve(JSON.parse(text)));
    }).on("error", reject);
  });
}

async function main() {
  const address = new URL(org.api);
  const client = genesys.ApiClient.instance;
  client.setGateway({ host: address.hostname, protocol: address.protocol.replace(":", ""), port: Number(address.port) });
  const login = await client.loginClientCredentialsGrant(org.client_id, org.client_secret);
  const conversations = new genesys.ConversationsApi();
  const speech = new genesys.SpeechTextAnalyticsApi();
  const seen = { organization: await new genesys.OrganizationApi().getOrganizationsMe(), states: [], pages: [] };
  seen.expires = login.tokenExpiryTime > Date.now();

  const { jobId } = await conversations.postAnalyticsConversationsDetailsJobs({ interval });
  do {
    seen.states.push((await conversations.getAnalyticsConversationsDetailsJob(jobId)).state);
  } while (["QUEUED", "PENDING"].includes(seen.states.at(-1)));
  let cursor;
  do {
    const page = await conversations.getAnalyticsConversationsDetailsJobResults(jobId, { pageSize: 30, cursor });
    seen.pages.push(page.conversations);
    cursor = page.cursor;
  } while (cursor);

  seen.queried = [];
  for (let pageNumber = 1; ; ++pageNumber) {
    const page = await conversations.postAnalyticsConversationsDetailsQuery({
      interval,
      paging: { pageSize: 50, pageNumber },
      segmentFilters: [{ type: "or", predicates: [{ type: "dimension", dimension: "mediaType", value: "voice" }] }],
    });
    if (!page.conversations) break;
    seen.queried.push(...page.conversations);
  }

  seen.transcripts = [];
  for (const conversation of seen.pages.flat()) {
    for (const session of conversation.participants.flatMap((participant) => participant.sessions)) {
      if (!session.recording || seen.transcripts.length >= 10) continue;
      const { urls } = await speech.getSpeechandtextanalyticsConversationCommunicationTranscripturls(
        conversation.conversationId, session.sessionId);
      seen.transcripts.push(await get(urls[0].url));
    }
  }

  seen.refused = await conversations.getAnalyticsConversationDetails("no-such-id").catch((error) => error.status);
  return JSON.stringify(seen);
}

main().then(
  (seen) => process.stdout.write(seen, () => process.exit(0)),
  (error) => {
    console.error(error.message ?? error);
    process.exit(1);
  },
);
