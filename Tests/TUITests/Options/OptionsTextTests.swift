import Testing

@testable import TUI

/// Options written into a file: all else stays, to the letter.
@Suite struct OptionsTextTests {
  @Test func anEmptyFileGetsATable() {
    #expect(
      OptionsText.edited("", setting: ["theme": "ember", "mouse": "false"]) == """
        # What `fedtop config --monitor` lists can stand here.

        [monitor]
        theme = "ember"
        mouse = false

        """)
  }

  @Test func commentsOrderAndUnknownKeysStay() {
    let text = """
      # mine
      [other]
      theme = "not this one"   # nor this
      list = [
        "a", # ]
        "theme = 3",
      ]
      [monitor]  # the screen
        theme   = "em#ber" # warm
      colour = "?"
      cost=true
      # the end of it

      [keys]
      theme = "T"
      """
    let edited = OptionsText.edited(
      text, setting: ["theme": "aurora", "cost": "false", "log_loss": "true"])
    #expect(
      edited
        == text.replacing("\"em#ber\" # warm", with: "\"aurora\" # warm")
        .replacing("cost=true", with: "cost=false")
        .replacing("# the end of it\n", with: "# the end of it\nlog_loss = true\n"))
  }

  @Test(arguments: [
    ("a = 1", "a = 1\n\n[monitor]\ncost = true\n"),
    ("[monitor]", "[monitor]\ncost = true\n"),
    ("[monitor]\nmouse = true", "[monitor]\nmouse = true\ncost = true\n"),
    ("monitor.cost = false # x\n", "monitor.cost = true # x\n"),
    ("[monitor]\r\nmouse = true\r\n", "[monitor]\r\nmouse = true\r\ncost = true\r\n"),
    ("[monitor]\r\ncost = false\r\n", "[monitor]\r\ncost = true\r\n"),
    ("['monitor']\n\"cost\" = false\n", "['monitor']\n\"cost\" = true\n"),
    (
      "x = \"\"\"\n[monitor]\n\"\"\"\n", "x = \"\"\"\n[monitor]\n\"\"\"\n\n[monitor]\ncost = true\n"
    ),
  ])
  func forms(before: String, after: String) {
    let edited = OptionsText.edited(before, setting: ["cost": "true"])
    #expect(edited == after)
  }

  @Test func whatCannotBeEditedIsLeftAlone() {
    #expect(OptionsText.edited("monitor = { cost = false }\n", setting: ["cost": "true"]) == nil)
    #expect(OptionsText.edited("monitor = 3\n", setting: ["cost": "true"]) == nil)
  }

  @Test func everyWordComesBack() {
    for path in ["/a b/c.toml", "quo\"te.toml", "back\\slash.toml", "#.toml", "é漢.toml"] {
      let text = OptionsText.edited("[monitor]\ntheme = 'x' # c\n", setting: ["theme": path])
      #expect(text.map { OptionsFile(text: $0, path: "").values } == ["theme": path])
      #expect(text?.hasSuffix(" # c\n") == true)
    }
  }
}
