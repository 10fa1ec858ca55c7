import Metrics
import Plain
import Testing

@testable import Export

@Suite struct ReportTests {
  private static let report = Report([
    .heading("a & b"),
    .table(ReportTable(header: ["x", "n"], rows: [["one_1", "10 %"]], isNumeric: true)),
    .note("50 % ± 1"), .heading("next"), .note("end"),
  ])

  @Test("A report as text, in Markdown and in LaTeX")
  func formats() {
    #expect(
      Self.report.text == """
        a & b

        x         n
        one_1  10 %

        50 % ± 1

        next

        end

        """)
    #expect(
      Self.report.markdown == """
        ### a \\& b

        | x | n |
        | --- | --: |
        | one\\_1 | 10 % |

        - 50 % ± 1

        ### next

        - end

        """)
    #expect(
      Self.report.latex == """
        \\paragraph{a \\& b}

        \\begin{tabular}{lr}
        \\hline
        x & n \\\\
        \\hline
        one\\_1 & 10 \\% \\\\
        \\hline
        \\end{tabular}

        50 \\% $\\pm$ 1.

        \\paragraph{next}

        end.

        """)
  }

  @Test(
    "Hostile names mean nothing in any format",
    arguments: [
      (#"\input{/etc/passwd}"#, #"\textbackslash{}input\{/etc/passwd\}"#, #"\\input{/etc/passwd}"#),
      ("a_b^c~d", #"a\_b\textasciicircum{}c\textasciitilde{}d"#, #"a\_b^c~d"#),
      // Letters that end a document without packages, as pdfTeX 1.40.24 said of each up to U+017F.
      ("Ħé «đ»", "?é ???", "Ħé «đ»"),
      (
        #"say "no" `now`"#, #"say ''no'' \textasciigrave{}now\textasciigrave{}"#,
        #"say "no" \`now\`"#
      ),
      ("5% & $1 #2", ##"5\% \& \$1 \#2"##, ##"5% \& $1 \#2"##),
      (
        "<b>|x|`y`",
        #"\textless{}b\textgreater{}\textbar{}x\textbar{}\textasciigrave{}y\textasciigrave{}"#,
        #"\<b\>\|x\|\`y\`"#
      ),
      ("red\u{1b}[31m\n", "red?{[}31m?", "red\u{fffd}\\[31m\u{fffd}"),
      ("naïve ● 漢", #"naïve $\bullet$ ?"#, "naïve ● 漢"),
    ])
  func hostile(text: String, latex: String, markdown: String) {
    #expect(Report.latex(text) == latex)
    #expect(Report.markdown(text) == markdown)
  }

  /// Two seeds of a method with a name from hell.
  private static var hostileRuns: [RunResult] {
    (1...2).map { .sample("a,\"\n\u{1b}\($0)", method: "m|_&,\"\n\u{1b}", seed: $0) }
  }

  @Test("No character of a run steers a terminal, and no field leaves its place")
  func hostileRuns() {
    let comparison = Comparison(Self.hostileRuns)
    let runs = SideBySide(Self.hostileRuns)
    for text in [
      comparison.report().text, comparison.report().markdown, comparison.report().latex,
      comparison.csv().text, runs.report.text, runs.csv.text,
    ] {
      #expect(text.split(separator: "\n").allSatisfy { String($0).isPrintable })
    }
    let csv = comparison.csv()
    #expect(csv.rows.count == 1 && csv.rows[0].count == csv.header.count)
    #expect(csv.text.contains("\"m|_&,\"\"\u{fffd}\u{fffd}\""))
    #expect(csv.text.split(separator: "\n").count == 2)
    #expect(runs.csv.text.split(separator: "\n").count == 3)
  }

  @Test("The columns of a comparison: spread, difference with its interval, front")
  func columns() {
    let runs = (1...3).flatMap { seed -> [RunResult] in
      let gain = 0.01 * Double(seed)
      return [
        .sample("a\(seed)", seed: UInt64(seed), accuracies: [0.5 + gain]),
        .sample("p\(seed)", method: "fedprox", seed: UInt64(seed), accuracies: [0.6 + gain]),
      ]
    }
    let text = Comparison(runs).report(against: "fedavg-lora").text
    let lines = text.split(separator: "\n").map { $0.split(separator: "  ").map(String.init) }
    #expect(
      text.contains("question · embedded · 100 clients · 10 a round · dirichlet 1 · 1 rounds"))
    #expect(
      lines.contains { row in
        row.map { $0.trimmingPrefix(" ") } == [
          "fedprox", "3", "62.0 ± 1.0 %", "62.0 ± 1.0 %", "31.0 ± 0.5 %", "31.0 ± 0.5 %",
          "+10.0 (n = 3)", "+10.0 to +10.0", "●",
        ]
      }, "\(text)")
    #expect(text.contains("percentile bootstrap, 10000 resamples"))
    let two = Comparison(Array(runs.prefix(4))).report(against: "fedavg-lora").text
    #expect(two.contains("none for less than 3 seeds") && !two.contains("resamples"))
  }

  @Test("A metric of its own has columns of its own, and less of a cost comes first")
  func metric() throws {
    let runs: [RunResult] = [
      .sample("a", accuracies: [0.5]), .sample("b", method: "fedprox", accuracies: [0.6]),
    ]
    let comparison = Comparison(runs, metric: Metric("loss"))
    #expect(comparison.tables.first?.rows.map(\.method) == ["fedprox", "fedavg-lora"])
    #expect(comparison.report().text.contains("loss, last"))
    #expect(comparison.csv().header.contains("best_loss_mean"))
  }
}
