/// What a rank says before the work begins.
enum RankGreeting: Codable {
  /// It has opened model and data.
  case ready(RankIdentity)
  /// It cannot take part: the line and the exit status that it would have ended with.
  case failed(host: String, message: String, status: Int32)
}

/// What rank 0 answers.
enum RankVerdict: Codable {
  /// All compute with the same.
  case welcome
  /// The job ends with this status; rank 0 says why.
  case refused(status: Int32)
}
