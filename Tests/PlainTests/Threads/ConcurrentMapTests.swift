import Plain
import Testing

struct ConcurrentMapTests {
  @Test func resultsAreInTheOrderOfTheElements() {
    for count in [0, 1, 2, 1000] {
      let squares = Array(0..<count).mapConcurrently { $0 * $0 }
      #expect(squares == (0..<count).map { $0 * $0 })
    }
    let some = [3, 1, 2].mapConcurrently { $0 == 1 ? nil : $0 }
    #expect(some == [3, nil, 2], "what is nothing has its place, too")
  }

  @Test func whatIsDoneAsideIsHandedOutOrThrown() throws {
    struct Problem: Error {}
    let (good, bad) = (Aside { 7 }, Aside<Int> { throw Problem() })
    #expect(throws: Problem.self) { try bad.value() }
    #expect(try good.value() == 7 && good.value() == 7)
  }
}
