/// Sorting by an order that may refuse two values, which the standard library has not with typed errors.
enum JinjaSorting {
  /// The elements in order; equal ones stay as they stood.
  static func sorted<Element>(
    _ elements: [Element], by isBefore: (Element, Element) throws(JinjaProblem) -> Bool
  ) throws(JinjaProblem) -> [Element] {
    guard elements.count > 1 else { return elements }
    let middle = elements.count / 2
    let left = try sorted(Array(elements[..<middle]), by: isBefore)
    let right = try sorted(Array(elements[middle...]), by: isBefore)
    var merged: [Element] = []
    merged.reserveCapacity(elements.count)
    var (first, second) = (0, 0)
    while first < left.count, second < right.count {
      if try isBefore(right[second], left[first]) {
        merged.append(right[second])
        second += 1
      } else {
        merged.append(left[first])
        first += 1
      }
    }
    return merged + left[first...] + right[second...]
  }
}
