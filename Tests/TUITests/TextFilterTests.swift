import Testing

@testable import TUI

@Suite struct TextFilterTests {
  @Test func aPlainTextIsFoundAnywhereInAnyCase() {
    #expect(TextFilter("").matches("anything"))
    #expect(TextFilter("Rate").matches("learning rate"))
    #expect(!TextFilter("rates").matches("learning rate"))
    // Signs of patterns mean themselves.
    #expect(TextFilter("a.c*(").matches("xa.c*(x") && !TextFilter("a.c").matches("abc"))
  }

  @Test func betweenSlashesItIsAPattern() {
    for text in ["/^r1[0-2]$/", "/^R1[0-2]$"] {
      let filter = TextFilter(text)
      #expect(filter.isPattern && filter.problem == nil)
      #expect(filter.matches("r12") && !filter.matches("r13") && !filter.matches("r120"))
    }
    #expect(TextFilter("/a\\/").matches("x/a/x") && !TextFilter("/a\\/").matches("xax"))
    // While nothing stands behind the slash yet, the view stays.
    #expect(TextFilter("/").matches("anything") && TextFilter("//").matches("anything"))
  }

  @Test(arguments: ["/(", "/[a", "/*", "/a{2,1}/", "/\\"])
  func whatIsNoPatternSaysSoAndHidesNothing(text: String) throws {
    let filter = TextFilter(text)
    let problem = try #require(filter.problem)
    #expect(problem.hasPrefix("no regular expression: ") && !problem.contains("\n"))
    #expect(!filter.isPattern && filter.matches("anything"))
  }

  /// They would be tried in as many ways as two to the power of a line's length.
  @Test(arguments: ["/(a+)+$/", "/(.*)*x/", "/(a|a)*b/", "/((a*)b)+/", "/(a+){9}/"])
  func whatWouldTakeForEverIsRefused(text: String) {
    #expect(TextFilter(text).problem?.contains("too long") == true)
    #expect(TextFilter(text).matches("anything"))
  }

  @Test(arguments: ["/(ab)+/", "/a+b*(c|d)/", "/\\(a+\\)+/", "/(a+)?/", "/(a+)(b)*/"])
  func otherRepeatsAreNot(text: String) {
    #expect(TextFilter(text).isPattern)
  }
}
