import Corpus
import Metrics
import Transformer

/// What a network is trained for with the data of a run, and how samples become its input.
struct LearningTask: Sendable, Hashable {
  /// How instructions are written as text; nil: labels are told apart.
  private(set) var template: ChatTemplate?
  /// What stands in front of labelled texts that become instructions; empty: the labels to answer with.
  private(set) var request = ""

  /// Labels are told apart.
  static let labels = LearningTask()

  private init() {}

  /// The task that `settings` ask for.
  /// - Throws: `CorpusError` for a model whose chat template is not known.
  init(_ settings: Settings, _ model: Model) throws(CorpusError) {
    guard settings.objective == .completion else { return }
    template = try model.chatTemplate()
    request = settings.request
  }

  /// What stands in front of each text of labelled data that becomes instructions; nil for other data, and other tasks.
  func request(to dataset: Dataset) -> LabelRequest? {
    guard template != nil, !dataset.hasInstructions, !dataset.hasImages, !dataset.labelNames.isEmpty
    else { return nil }
    return LabelRequest(request, labels: dataset.labelNames)
  }

  /// The data with instructions where the task is to complete them, and what people are told of how samples become text.
  /// - Throws: `CorpusError.badFile` for a conversation that the template refuses.
  func applied(to dataset: Dataset) throws(CorpusError) -> (dataset: Dataset, facts: [String]) {
    guard let template else { return (dataset, []) }
    let facts = ["instructions are written in \(template.name)", template.note].compactMap(\.self)
    guard !dataset.hasInstructions else {
      let unread =
        request.isEmpty
        ? [] : ["task.request is for labelled texts, which these are not: it is not read"]
      return (try dataset.written(by: template), unread + facts)
    }
    guard let request = request(to: dataset) else { return (dataset, []) }
    return (try dataset.asked(request).written(by: template), [request.note] + facts)
  }

  /// The tokens of a sample.
  func encode(_ sample: Sample, by tokenizer: any Tokenizer, maxLength: Int) -> Encoding {
    sample.instruction?.written?.encoded(by: tokenizer, maxLength: maxLength)
      ?? tokenizer.encode(sample, maxLength: maxLength)
  }
}

extension Objective {
  /// What a network is trained for in a run of these settings.
  init(_ settings: Settings) {
    self =
      settings.objective == .completion ? .nextToken(settings.countedTokens) : .labels
  }
}

extension Settings {
  /// What of the settings is not read, since it is a language model's or a classifier's.
  var taskNotes: [String] {
    guard self.objective == .classify else { return [] }
    return Setting.task.filter { value(of: $0) != $0.initial }.map {
      "\($0.key) is a language model's (task.objective = completion), which this is not: it is not read"
    }
  }

  /// Fails for a method, or for settings, that a language model has no use for.
  func checkTask(_ method: Method) throws(SettingsError) {
    guard self.objective == .completion else { return }
    func refuse(_ what: String, _ why: String) -> SettingsError {
      .conflict("\(what): with task.objective = completion \(why)")
    }
    guard !method.needsHead else {
      throw refuse(
        "method.name = \(self.method)",
        "there is no classification head, which it needs; take one that trains LoRA, such as fibecfed or fedavg-lora"
      )
    }
    // What a method has of itself was not asked for.
    let key = SettingKeys().head.setting
    let own = MethodRegistry.firstValue(key.key, method: self.method, reading: nil)
    guard self.head == .shared || value(of: key) == own else {
      throw refuse("method.head = \(self.head.rawValue)", "there is no classification head")
    }
    guard self.pooling == .auto else {
      throw refuse("model.pooling = \(self.pooling.rawValue)", "nothing is pooled")
    }
  }

  /// Fails for settings that ask for labels where the data has none.
  func checkLabels(_ names: [String]) throws(CorpusError) {
    guard names.isEmpty else { return }
    func refuse(_ what: String, _ remedy: String) -> CorpusError {
      .impossiblePartition(
        "\(what) asks for labels, which these instructions lack: \(remedy), or name a key with labels (data.label_column)"
      )
    }
    let schemes: [PartitionSettings.Scheme] = [.dirichlet, .shards, .pathological]
    guard !schemes.contains(self.partition) || !self.splitManifest.isEmpty else {
      throw refuse(
        "federation.partition = \(self.partition.rawValue)",
        "take iid, quantity, log-normal, power-law, natural or feature")
    }
    guard self.labelNoise == 0 else {
      throw refuse("data.label_noise = \(self.labelNoise)", "leave it at 0")
    }
    guard self.balance == .none else {
      throw refuse("curriculum.balance = label", "leave it at none")
    }
  }
}

extension Model {
  /// How conversations are written for it.
  /// - Throws: `CorpusError` for a template that is not known.
  func chatTemplate() throws(CorpusError) -> ChatTemplate {
    try ChatTemplate(jinja: chatJinja, special: special, path: name)
  }
}

/// How a text is put to a language model.
public struct PromptForm: Sendable {
  private let template: ChatTemplate
  /// The request in front of it; nil: none.
  private let request: LabelRequest?

  /// As a turn of a person's in the model's chat template.
  /// - Throws: `CorpusError` for a template that is not known.
  public init(_ model: Model) throws(CorpusError) {
    template = try model.chatTemplate()
    request = nil
  }

  /// As the samples of a run were, behind the request where they were labelled texts (`RunSources.request`); nil for a classifier.
  /// - Throws: `CorpusError` for a template that is not known.
  public init?(_ settings: Settings, _ model: Model, request: String?) throws(CorpusError) {
    guard settings.objective == .completion else { return nil }
    template = try model.chatTemplate()
    self.request = request.map { LabelRequest($0, labels: []) }
  }

  /// The text of the prompt, up to where the model begins to speak.
  /// - Throws: `CorpusError` where the template refuses it.
  public func callAsFunction(_ text: String) throws(CorpusError) -> ChatText {
    try template.prompt([request?.question(text) ?? ChatMessage(role: "user", content: text)])
  }

  /// What stands in front of each text; nil: nothing.
  public var requestWords: String? { request?.words }

  /// What people call the form of a conversation.
  public var name: String { template.name }

  /// Whether the model has no template of its own.
  public var isPlainForm: Bool { template.isPlainForm }

  /// What the template writes behind an answer; nil: nothing.
  public var closing: String? { template.closing }

  /// What it writes of its own accord and people may not expect, a sentence; nil: nothing.
  public var note: String? { template.note }
}
