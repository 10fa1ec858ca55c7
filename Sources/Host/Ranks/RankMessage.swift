/// What a rank answers once it has opened model and data.
enum RankAnswer: Codable, Equatable {
  /// It has them.
  case ready(RankIdentity)
  /// It cannot take part: the line and the exit status that it would have ended with.
  case failed(message: String, status: Int32)
}

/// What rank 0 says to that.
enum RankVerdict: Codable, Equatable {
  /// All compute with the same.
  case welcome
  /// The job ends with this status; rank 0 says why.
  case refused(status: Int32)
}
