import Foundation
import GRDB

/// Columns of a file that anyone may have edited: a value of another type is nil, never a trap.
extension Row {
  private func value(_ column: Int) -> DatabaseValue {
    column < count ? self[column] : .null
  }

  /// The column as an integer.
  func integer(_ column: Int) -> Int64? { Int64.fromDatabaseValue(value(column)) }

  /// The column as a number.
  func number(_ column: Int) -> Double? { Double.fromDatabaseValue(value(column)) }

  /// The column as text.
  func text(_ column: Int) -> String? { String.fromDatabaseValue(value(column)) }

  /// The column as bytes; text gives its UTF-8.
  func bytes(_ column: Int) -> Data? { Data.fromDatabaseValue(value(column)) }
}
