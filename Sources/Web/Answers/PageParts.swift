import Foundation
import Plain

/// What every page has in common: its style, its few lines of script, and a policy that lets nothing else in.
enum PageParts {
  /// A whole page.
  ///
  /// - Parameters:
  ///   - title: what the tab says.
  ///   - head: more lines of the head.
  ///   - body: what is between the tags of the body.
  static func page(title: String, head: String = "", body: String) -> WebResponse {
    .text(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(shown(title))</title>
      \(head)<style>\(style)</style>
      </head>
      <body>
      \(body)
      <script>\(script)</script>
      </body>
      </html>

      """, type: "text/html; charset=utf-8", headers: ["Content-Security-Policy": policy])
  }

  /// Pictures and events of this server, this style and this script.
  private static let policy = """
    default-src 'none'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; style-src 'sha256-\(digest(style))'; \
    script-src 'sha256-\(digest(script))'
    """

  private static let style = """

    :root { color-scheme: light dark }
    body { margin: 1rem; font: 15px/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace }
    header, nav, form { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; align-items: baseline }
    h1 { font-size: 1rem; margin: 0 }
    a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: .2em }
    a[aria-current] { font-weight: bold; text-decoration: none }
    img { display: block; max-width: 100%; height: auto; margin: .8rem 0 }
    .lost img { opacity: .5 }
    #lost { display: none }
    .lost #lost { display: inline }
    select, input, button { font: inherit }
    input { width: 6em }
    table { border-collapse: collapse; margin: .8rem 0 }
    th, td { text-align: left; padding: .1rem 1.2rem .1rem 0; font-weight: normal }
    th { opacity: .6 }
    .number { text-align: right }

    """

  /// Fetches the frame anew when the run got on, and says so when nothing is heard of it.
  private static let script = """

    const frame = document.querySelector("img[data-live]");
    if (frame) {
      const source = frame.getAttribute("src");
      const live = new EventSource(frame.dataset.live);
      let shown;
      live.onopen = () => document.body.classList.remove("lost");
      live.onerror = () => document.body.classList.add("lost");
      live.onmessage = event => {
        if (event.data !== shown) frame.src = source + "&v=" + (shown = event.data);
      };
    }
    for (const choice of document.querySelectorAll("select")) {
      choice.onchange = () => choice.form.submit();
    }

    """

  /// SHA-256 as a policy wants it: base64.
  private static func digest(_ text: String) -> String {
    var hash = SHA256()
    Array(text.utf8).withUnsafeBytes { hash.update($0) }
    let digits = Array(hash.finish())
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
      UInt8(String(digits[place...place + 1]), radix: 16)
    }
    return Data(bytes).base64EncodedString()
  }
}
