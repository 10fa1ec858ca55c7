import Host
import Testing

@testable import Export

@Suite struct RunFilterTests {
  @Test(
    "A condition is a key, a relation and a value",
    arguments: [
      ("method=fibecfed", "method", RunFilter.Relation.equal, "fibecfed"),
      ("accuracy>0.8", "accuracy", .above, "0.8"), ("accuracy>=80%", "accuracy", .atLeast, "80%"),
      ("age < 2h", "age", .below, "2h"), ("size<=10MiB", "size", .atMost, "10MiB"),
      ("state!=dead", "state", .notEqual, "dead"),
      ("lora.targets=query,value", "lora.targets", .equal, "query,value"),
      ("data=a=b", "data", .equal, "a=b"),
    ])
  func parsing(text: String, key: String, relation: RunFilter.Relation, value: String) throws {
    let filter = try RunFilter(text)
    #expect(filter.key == key)
    #expect(filter.relation == relation)
    #expect(filter.value == value)
  }

  @Test(
    "What is no condition is a usage error of one line that says what to do",
    arguments: [
      ("accuracy", "such as accuracy>0.8"), ("", "such as"), ("metod=x", "did you mean method?"),
      ("lora.rnk=8", "did you mean lora.rank?"), ("=x", "such as"),
      ("zzzzzzzz=1", "there are run, state"),
      ("accuracy>", "give a value"), ("accuracy>abc", "'abc' is no number"),
      ("age<2x", "'2x' is no number"),
    ])
  func refusing(text: String, advice: String) throws {
    let failure = #expect(throws: Failure.self) { try RunFilter(text) }
    let message = try #require(failure?.message)
    #expect(message.contains(advice), "\(message)")
    #expect(!message.contains("\n"))
    #expect(failure?.status == 2)
  }

  @Test(
    "Numbers compare as numbers, with the units that people use",
    arguments: [
      ("accuracy>0.8", 0.81, true), ("accuracy>0.8", 0.8, false), ("accuracy>=80%", 0.8, true),
      ("age<2h", 7199, true), ("age<2h", 7200, false), ("size>1MiB", 1_048_577, true),
      ("lora.rank=8", 8, true), ("lora.rank!=8", 8, false), ("accuracy=high", 0.9, false),
      ("accuracy!=high", 0.9, true),
    ])
  func numbers(text: String, found: Double, matches: Bool) throws {
    #expect(try RunFilter(text).matches(.number(found)) == matches)
  }

  @Test("Text compares without regard to case; what a run lacks is only unequal")
  func texts() throws {
    #expect(try RunFilter("method=FibecFed").matches(.text("fibecfed")))
    #expect(try !RunFilter("method=fibec").matches(.text("fibecfed")))
    #expect(try RunFilter("created>2026-01-01").matches(.text("2026-11-23t03:00:00z")))
    #expect(try !RunFilter("accuracy>0").matches(nil))
    #expect(try !RunFilter("accuracy=0").matches(nil))
    #expect(try RunFilter("accuracy!=0").matches(nil))
  }
}
