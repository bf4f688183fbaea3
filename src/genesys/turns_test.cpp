#include "genesys/turns.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace offhook::genesys {
namespace {

// One letter a kind: a login, a question after a job, a page, a transcript.
const std::map<char, Priority> kKinds{{'l', Priority::credentials},
                                      {'q', Priority::polls},
                                      {'p', Priority::pages},
                                      {'t', Priority::transcripts}};

class Queue {
 public:
  explicit Queue(Turns turns) : turns_(turns) {}
  void wait(std::string_view kinds) {
    for (const char kind : kinds) {
      turns_.waits(kKinds.at(kind));
      ++waiting_[kind];
    }
  }
  // Sends `count` requests; each that was sent waits again at once where `backlog` names its kind.
  std::string send(int count, std::string_view backlog = "") {
    std::string sent;
    for (; count > 0; --count) {
      std::string next;
      for (const auto& [kind, waits] : waiting_)
        if (waits > 0 && turns_.is_next(kKinds.at(kind))) next += kind;
      EXPECT_EQ(next.size(), 1u) << "after " << sent;
      if (next.size() != 1) return sent;
      turns_.sent(kKinds.at(next[0]));
      --waiting_[next[0]];
      sent += next;
      if (backlog.find(next[0]) != std::string_view::npos) wait(next);
    }
    return sent;
  }
  Turns& turns() { return turns_; }

 private:
  Turns turns_;
  std::map<char, int> waiting_;
};

TEST(Turns, TheMoreUrgentGoFirst) {
  Queue queue(Turns(1, 1));
  queue.wait("tpql");
  EXPECT_EQ(queue.turns().waiting(), 4);
  EXPECT_EQ(queue.send(4), "lqpt");
  EXPECT_EQ(queue.turns().waiting(), 0);
}

TEST(Turns, PollsNeverWaitForPagesAndTranscripts) {
  Queue queue(Turns(100, 100));
  queue.wait("ppttqqqq");
  EXPECT_EQ(queue.send(5), "qqqqp");
  queue.wait("qq");
  EXPECT_EQ(queue.send(3), "qqt");
}

TEST(Turns, P9_no_backlog_starves_another) {
  Queue alike(Turns(1, 1));
  alike.wait("ppptt");
  EXPECT_EQ(alike.send(10, "pt"), "ptptptptpt");
  Queue weighed(Turns(3, 1));
  weighed.wait("ppptt");
  EXPECT_EQ(weighed.send(12, "pt"), "ptppptppptpp");
  Queue other_way(Turns(1, 2));
  other_way.wait("ppptt");
  EXPECT_EQ(other_way.send(9, "pt"), "pttpttptt");
}

TEST(Turns, OneKindAloneGetsEverything) {
  Queue queue(Turns(1, 100));
  queue.wait("p");
  EXPECT_EQ(queue.send(5, "p"), "ppppp");
}

TEST(Turns, WhatWasNotAskedForIsNotSavedUp) {
  Queue queue(Turns(1, 1));
  queue.wait("pp");
  queue.send(1000, "p");
  queue.wait("tt");
  EXPECT_EQ(queue.send(4, "pt"), "tptp");
}

TEST(Turns, WhoGivesUpHoldsNobodyBack) {
  Queue queue(Turns(1, 1));
  queue.wait("t");
  queue.turns().waits(Priority::polls);
  EXPECT_FALSE(queue.turns().is_next(Priority::transcripts));
  queue.turns().gave_up(Priority::polls);
  EXPECT_EQ(queue.send(1), "t");
}

}  // namespace
}  // namespace offhook::genesys
