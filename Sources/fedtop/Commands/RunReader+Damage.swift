import Host
import RunStore

extension RunReader {
  /// Every event up to any damage, which is told on stderr: what is made of them lacks the rest.
  /// - Throws: `StoreError`.
  func toldEvents() throws(StoreError) -> EventPage {
    let page = try events()
    if let damage = page.damage { StandardError.write("fedtop: \(name): \(damage)") }
    return page
  }
}
