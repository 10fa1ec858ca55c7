import Foundation
import Testing

/// The pages at the top of the repository: what they point at is there.
@Suite("Documents") struct DocumentTests {
  static let pages = [
    "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/benchmarks.md",
    "docs/clusters.md", "docs/comparing.md",
    "docs/from-python.md", "docs/methods.md", "docs/monitor.md", "docs/over-ssh.md",
    "docs/performance.md", "docs/reference.md", "docs/results.md", "docs/scale.md", "docs/serve.md",
    "docs/themes.md", "docs/tour.md",
    "docs/your-data.md", "docs/your-model.md", "runs/README.md",
  ]

  static func exists(_ path: Substring) -> Bool {
    FileManager.default.fileExists(atPath: HouseTests.root.appending(path: String(path)).path)
  }

  @Test("Every path that a page names exists", arguments: pages)
  func paths(page: String) throws {
    let text = try HouseTests.text(of: page)
    let named = text.matches(of: /(?:Sources|Tests|scripts|themes|configs)\/[\w+\-]+[\w+\-\/.]*\w/)
    let missing = named.map(\.output).filter { !Self.exists($0) }
    #expect(missing.isEmpty, "\(page) names \(missing), which are not there")
  }

  @Test("Every link between pages leads to a file", arguments: pages)
  func links(page: String) throws {
    let text = try HouseTests.text(of: page)
    let targets = text.matches(of: /\]\(([^)]+)\)/).map(\.1).filter { !$0.hasPrefix("https://") }
    // From the folder of the page.
    let folder = page.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    #expect(targets.filter { !Self.exists(Substring(folder + $0)) } == [], "in \(page)")
  }

  @Test("The table of ARCHITECTURE.md has the rows of the house, and they allow the same")
  func table() throws {
    let text = try HouseTests.text(of: "ARCHITECTURE.md")
    let rows = text.matches(of: /(?m)^\| `(\w+)` \|[^|]*\| ([^|]*) \|$/)
    #expect(rows.count == 14)
    for row in rows where row.1 != "fedtop" {
      let written = row.2 == "nothing" ? [] : row.2.split(separator: ", ").map(String.init)
      #expect(House.room(String(row.1))?.mayImport == Set(written), "row \(row.1)")
    }
  }

  @Test("Every page and section that a source cites is in the repository")
  func citations() throws {
    let folders = ["Sources", "Tests", "scripts"]
    let files = try folders.flatMap { try HouseTests.files(under: $0, endings: Self.sources) }
    #expect(files.count > 600)
    for file in files where file != "Tests/HouseTests/ReaderTests.swift" {
      let wrong = try Citations(HouseTests.text(of: file)).all.filter { !Self.leads($0) }
      #expect(wrong.isEmpty, "\(file) cites \(wrong), which are not there")
    }
  }

  /// Endings of the files whose citations are checked.
  private static let sources = [
    ".swift", ".c", ".h", ".py", "bootstrap", "fetch-data", "run", "diff",
  ]

  private static func leads(_ citation: Citations.Citation) -> Bool {
    guard exists(Substring(citation.page)) else { return false }
    guard let text = try? HouseTests.text(of: citation.page) else { return false }
    let titles = text.matches(of: /(?m)^#+ (.+)$/).map { String($0.1) }
    return citation.sections.allSatisfy(titles.contains)
  }
}
