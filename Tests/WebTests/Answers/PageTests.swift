import Foundation
import Testing

@testable import Web

/// The pages as a browser gets them.
@Suite struct PageTests {
  @Test("A page needs nothing from elsewhere, and its policy lets nothing else in")
  func selfContained() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 1)
    for target in ["/", "/?run=\(name)", "/?run=\(name)&round=1&pane=fisher&zoom=1&theme=light"] {
      let page = fixture.site().get(target)
      #expect(!page.text.contains("//") && !page.text.contains("url("), "\(target)")
      #expect(page.text.matches(of: /(?:src|href)="(?!\.\/|frame\.svg|events|metrics)/).isEmpty)
      #expect(page.text.matches(of: /\son\w+=| style=/).isEmpty, "what the policy would refuse")
      let policy = try #require(page.headers["Content-Security-Policy"])
      #expect(policy.hasPrefix("default-src 'none'; "))
      #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
      #expect(policy.matches(of: /'sha256-[A-Za-z0-9+\/]{43}='/).count == 2)
    }
  }

  @Test("The list says what its runs are judged by")
  func scores() throws {
    let fixture = try Fixture()
    _ = try fixture.run(rounds: 1, score: .exactMatch)
    #expect(fixture.site().get("/").text.contains(">exact match</th>"))
    #expect(fixture.site().get("/").text.contains(">75.0 %</td>"))
    _ = try fixture.run(rounds: 1)
    let both = fixture.site().get("/").text
    #expect(both.contains(">score</th>") && both.contains(">75.0 % exact</td>"))
    #expect(both.contains(">75.0 % acc</td>"))
  }

  @Test("The picture follows the run, but not where a past round is looked at")
  func live() throws {
    let fixture = try Fixture()
    let site = try fixture.site(run: fixture.run(rounds: 2))
    #expect(site.get("/").text.contains(" data-live=\"live?run="))
    let past = site.get("/?round=1").text
    #expect(!past.contains("data-live=") && past.contains("frame.svg?run="))
    #expect(past.contains("round=0&amp;") && past.contains("round=2&amp;"))
    #expect(!site.get("/?round=2").text.contains("one on"), "there is none")
  }

  @Test("Links and form carry on what was chosen, and the token")
  func choices() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 1)
    let site = fixture.site(token: "0123456789abcdef")
    let target =
      "/?run=\(name)&pane=bytes&zoom=1&size=77x33&theme=mono&preset=fisher&token=0123456789abcdef"
    let page = site.get(target).text
    for part in [
      "run=\(name)", "pane=bytes", "zoom=1", "size=77x33", "theme=mono", "preset=fisher",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    for link in page.matches(of: /(?:src|href|data-live)="([^"]+)"/) {
      #expect(link.1.contains("token=0123456789abcdef"), "\(link.1)")
    }
    #expect(page.contains("<input type=\"hidden\" name=\"token\" value=\"0123456789abcdef\">"))
    #expect(page.contains("<option selected>77x33</option>"))
    #expect(page.contains("<option selected>mono</option>"))
    #expect(page.contains("<option selected>fisher</option>"))
  }

  @Test("A name is text, whatever it looks like")
  func escaping() throws {
    let fixture = try Fixture()
    let name = try fixture.run(rounds: 1)
    let hostile = "<script>alert(1)<\"'& +%41\u{202E}"
    try FileManager.default.moveItem(
      atPath: "\(fixture.path)/\(name).sqlite", toPath: "\(fixture.path)/\(hostile).sqlite")
    let site = fixture.site()
    let list = site.get("/").text
    #expect(!list.contains("<script>alert") && list.contains("&lt;script&gt;alert(1)&lt;&quot;"))
    let link = try #require(list.firstMatch(of: /href="\.(\/\?run=[^"]+)"/)).1
    let page = site.get(String(link))
    #expect(page.status == 200 && !page.text.contains("<script>alert"))
    #expect(!list.unicodeScalars.contains("\u{202E}"))
    let marks = page.text.unicodeScalars.count { $0 == "\u{202E}" }
    #expect(marks == 1, "what the form sends is exact")
    let frame = try #require(page.text.firstMatch(of: /src="(frame[^"]+)"/)).1
    #expect(site.get("/" + frame.replacing("&amp;", with: "&")).status == 200)
  }
}
