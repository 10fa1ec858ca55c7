import Plain
import Testing

struct AllButTests {
  /// Against a plain filter, for every set of exceptions below six.
  @Test func itIsAFilteredRange() {
    for set in 0..<64 {
      let exceptions = (0..<6).filter { set >> $0 & 1 == 1 }
      let numbers = AllBut(6, except: exceptions.reversed() + [-1, 6, 9] + exceptions)
      let expected = (0..<6).filter { !exceptions.contains($0) }
      #expect(Array(numbers) == expected && numbers.count == expected.count)
      for number in -1...7 {
        #expect(numbers.contains(number) == expected.contains(number))
        #expect(numbers.place(of: number) == expected.firstIndex(of: number))
      }
      #expect(Array(numbers.except([2, 4])) == expected.filter { $0 != 2 && $0 != 4 })
      #expect(numbers.except([Int]()) == numbers)
    }
    #expect(AllBut(0).isEmpty)
  }
}
