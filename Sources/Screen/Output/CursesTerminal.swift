import CNcurses
import CTerminal
import Glibc
import TUI

/// The one owner of ncurses: a terminal that shows grids.
///
/// Belongs to one thread.
final class CursesTerminal {
  /// What the terminal says of itself.
  let facts: TerminalFacts
  /// What to draw with.
  let capabilities: Capabilities

  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private let files: [UnsafeMutablePointer<FILE>]
  private let descriptor: Int32
  private var mouse: Bool
  private var painter: RowPainter
  private var shown: Grid?

  /// Opens the terminal on `output` and shows its alternate screen.
  ///
  /// `output` and `input` stay the caller's. `newterm`, because `initscr` exits the process when
  /// it does not know the terminal.
  init(options: ScreenOptions, output: Int32) throws(ScreenError) {
    let isUTF8 = Self.setLocale(wantsUTF8: options.ascii == false)
    guard let writing = Self.file(output, "w") else { throw .last("fdopen") }
    guard let reading = Self.file(options.input, "r") else {
      fclose(writing)
      throw .last("fdopen")
    }
    // COLUMNS and LINES may be anything; the size is asked of the terminal. One too large to be
    // drawn is kept from ncurses, which begins with that of terminfo then.
    use_env(false)
    use_tioctl(Self.measuredSize(output).map { $0 == Self.drawable($0) } ?? true)
    let term = options.environment.term
    // ncurses takes a dumb terminal, and draws rows of blanks.
    guard !term.isEmpty, term != "dumb", let screen = newterm(term, writing, reading),
      let window = cn_stdscr()
    else {
      fclose(writing)
      fclose(reading)
      throw .unknownTerminal(name: term)
    }
    self.screen = screen
    self.window = window
    files = [writing, reading]
    descriptor = output
    ct_guard_writer(fileno(writing))
    mouse = options.mouse
    Self.setModes(window)
    let hasColors = has_colors()
    let hasDefaultColors = hasColors && start_color() == OK && use_default_colors() == OK
    facts = TerminalFacts(
      colors: hasColors ? Int(cn_colors()) : 0, hasDirectColor: Terminfo.flag("RGB"),
      isUTF8: isUTF8)
    capabilities = facts.capabilities(
      color: options.color, ascii: options.ascii, environment: options.environment)
    painter = RowPainter(
      window: window, unicode: capabilities.unicode,
      colors: ColorEncoder(
        depth: capabilities.colors, facts: facts, hasDefaultColors: hasDefaultColors))
    followSize()
    setReports(true)
    if options.asksBackground, Terminfo.hasModes, term != "linux" {
      write(Terminfo.backgroundQuestion)
    }
  }

  /// The size in cells, at least 1x1.
  var size: Size {
    Size(width: max(1, Int(getmaxx(window))), height: max(1, Int(getmaxy(window))))
  }

  /// The largest size that is drawn; what a terminal has beyond it stays empty.
  ///
  /// More than a wall of displays shows in a legible font. ncurses counts cells in 16 bits and
  /// writes outside of its memory past 32767; well before that a frame takes gigabytes.
  private static let largest = Size(width: 2048, height: 1024)

  /// Takes over the size that the kernel has for the terminal; true when it is a new one.
  @discardableResult
  func followSize() -> Bool {
    guard let measured = Self.measuredSize(descriptor) else { return false }
    let size = Self.drawable(measured)
    guard is_term_resized(Int32(size.height), Int32(size.width)) else { return false }
    resizeterm(Int32(size.height), Int32(size.width))
    repaintAll()
    return true
  }

  /// The part of `size` that is drawn, from the top left.
  private static func drawable(_ size: Size) -> Size {
    Size(width: min(size.width, largest.width), height: min(size.height, largest.height))
  }

  /// The size that the kernel has for a terminal; nil when it has none.
  private static func measuredSize(_ descriptor: Int32) -> Size? {
    var measured = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &measured) == 0, measured.ws_row > 0,
      measured.ws_col > 0
    else { return nil }
    return Size(width: Int(measured.ws_col), height: Int(measured.ws_row))
  }

  /// Shows `grid`, from the top left: writes rows that changed, and lets ncurses find the cells.
  ///
  /// Returns the number of rows written.
  @discardableResult
  func show(_ grid: Grid, synchronized: Bool) -> Int {
    let rows = grid.changedRows(since: shown)
    let (width, height) = (size.width, size.height)
    for row in rows where row < height { painter.paint(grid.row(row), at: row, width: width) }
    if shown?.size != grid.size, grid.size.height < height {
      for row in grid.size.height..<height { painter.paint([], at: row, width: width) }
    }
    shown = grid
    guard !rows.isEmpty else { return 0 }
    if synchronized { write("\u{1b}[?2026h") }
    wnoutrefresh(window)
    doupdate()
    if synchronized { write("\u{1b}[?2026l") }
    return rows.count
  }

  /// Forgets what the terminal shows; the next frame draws every cell.
  func repaintAll() {
    shown = nil
    clearok(window, true)
  }

  /// Gives the normal screen and the modes back, for a while.
  func suspend() {
    setReports(false)
    def_prog_mode()
    endwin()
  }

  /// Takes the terminal again after `suspend()`, or after someone else changed its modes.
  func resume() {
    reset_prog_mode()
    setReports(true)
    followSize()
    repaintAll()
  }

  /// Gives the terminal back and ends ncurses; nothing may be called after it.
  func close() {
    setReports(false)
    endwin()
    delscreen(screen)
    // The number of a closed file may be another one's at once.
    ct_guard_writer(-1)
    for file in files { fclose(file) }
  }

  /// Has the terminal report the mouse or not: at once, or when it is taken again.
  func reportMouse(_ isOn: Bool, now: Bool) {
    if now { setReports(false) }
    mouse = isOn
    if now { setReports(true) }
  }

  /// Has the terminal mark pasted text and report the mouse, or leave it.
  private func setReports(_ isOn: Bool) {
    if Terminfo.hasModes { write(Terminfo.reports(isOn, mouse: mouse)) }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(descriptor, bytes, bytes.count)
  }

  /// ncurses wants files; closing them must not close the caller's descriptors.
  private static func file(_ descriptor: Int32, _ mode: String) -> UnsafeMutablePointer<FILE>? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { return nil }
    if let file = fdopen(copy, mode) { return file }
    Glibc.close(copy)
    return nil
  }

  /// Character type only: the other categories would change how C reads numbers.
  private static func setLocale(wantsUTF8: Bool) -> Bool {
    let codesetIsUTF8 = { nl_langinfo(Int32(CODESET)).map { String(cString: $0) } == "UTF-8" }
    setlocale(LC_CTYPE, "")
    if wantsUTF8 && !codesetIsUTF8() { setlocale(LC_CTYPE, "C.UTF-8") }
    return codesetIsUTF8()
  }

  /// Keys one by one and unseen, no cursor, and no look at the input while drawing: the keys are
  /// read by `KeyDecoder`, not by ncurses.
  private static func setModes(_ window: UnsafeMutablePointer<WINDOW>) {
    raw()
    noecho()
    nonl()
    typeahead(-1)
    leaveok(window, true)
    curs_set(0)
  }
}

extension ScreenError {
  /// The system call `name` failed just now.
  static func last(_ name: String) -> Self { .systemCall(name: name, number: errno) }
}
