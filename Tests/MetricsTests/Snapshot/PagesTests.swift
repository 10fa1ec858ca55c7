import Metrics
import Testing

@Suite struct PagesTests {
  @Test(arguments: [0, 1, 15, 16, 17, 1000])
  func theyHoldWhatTheArrayHolds(count: Int) {
    var (pages, array) = (Pages(Array(0..<count)), Array(0..<count))
    #expect(Array(pages) == array && pages.count == count && pages.indices == array.indices)
    for index in stride(from: 0, to: count, by: 7) {
      pages[index] += 1000
      array[index] += 1000
    }
    #expect(Array(pages) == array && pages == Pages(array))
  }

  @Test func aCopyDoesNotSeeWhatIsChangedLater() {
    var pages = Pages(Array(repeating: "before", count: 100))
    let copy = pages
    pages[40] = "after"
    #expect(copy.allSatisfy { $0 == "before" })
    #expect(pages[40] == "after" && pages.filter { $0 == "before" }.count == 99)
  }
}
