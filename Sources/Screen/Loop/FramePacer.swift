/// Decides when the next frame is drawn: news at most ten times a second once the screen is there, answers to keys at once.
///
/// A terminal that takes long to swallow a frame (ssh over a slow line) gets fewer of them. Times
/// are monotonic seconds.
struct FramePacer {
  /// Shortest time between two frames that nobody asked for.
  static let interval = 0.1
  /// Shortest time between two frames that answer keys: held keys need no more.
  static let answer = 0.016
  /// A frame is followed by at least this many times its own duration without one.
  private static let rest = 3.0
  /// How many frames of news come as soon as answers do: who starts a program waits for all of them.
  static let opening = 3
  /// Slower terminals than this are not waited for any longer.
  private static let longestRest = 1.0

  private enum Request: Int {
    case none, soon, now
  }

  private var request = Request.now
  private var last = -Double.infinity
  private var duration = 0.0
  /// Frames that showed news.
  private var news = 0

  /// Something is new.
  mutating func requestSoon() { if request == .none { request = .soon } }

  /// The user waits for an answer.
  mutating func requestNow() { request = .now }

  /// A frame was drawn, from `start` to `end`.
  mutating func drew(from start: Double, to end: Double) {
    if request == .soon { news += 1 }
    request = .none
    last = start
    duration = max(0, end - start)
  }

  /// When the next frame is due; nil: when somebody asks for one.
  func due(animates: Bool) -> Double? {
    let pause = min(Self.longestRest, duration * (1 + Self.rest))
    switch request {
    case .now: return last + max(Self.answer, pause)
    case .soon: return last + max(news < Self.opening ? Self.answer : Self.interval, pause)
    case .none: return animates ? last + max(Self.interval, pause) : nil
    }
  }
}
