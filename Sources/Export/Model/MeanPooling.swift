import Foundation
import Plain
import Transformer

/// A head that reads the mean over tokens, for `transformers`, whose own heads read the first.
///
/// The class is a file beside the weights that `trust_remote_code=True` loads; without it the weights
/// load into the stock class and answer differently.
public enum MeanPooling {
  /// Name of the Python module, without its suffix.
  public static let module = "modeling_fedtop"

  /// Name of the class for a family.
  static func className(_ family: Architecture) -> String { stockClass(family) + "MeanPooled" }

  private static func stockClass(_ family: Architecture) -> String {
    family.className + "ForSequenceClassification"
  }

  /// The module's text.
  static func source(_ weights: EncoderWeights) -> String {
    let family = weights.configuration.family
    let head = weights.key(.headOutWeight).dropLast(".weight".count)
    // Without the embedding the encoder takes no types, which tokenizers may make all the same.
    let types =
      weights.tensors.contains(.tokenTypeEmbeddings) ? ", token_type_ids=token_type_ids" : ""
    return """
      from transformers import \(stockClass(family))
      from transformers.modeling_outputs import SequenceClassifierOutput


      class \(className(family))(\(stockClass(family))):
          \"\"\"A classifier on the mean of the last layer over a text's tokens.\"\"\"

          def forward(self, input_ids=None, attention_mask=None, token_type_ids=None, labels=None, **kwargs):
              hidden = self.\(family.prefix)(
                  input_ids=input_ids, attention_mask=attention_mask\(types)
              ).last_hidden_state
              if attention_mask is None:
                  pooled = hidden.mean(1)
              else:
                  mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
                  pooled = (hidden * mask).sum(1) / mask.sum(1)
              logits = self.\(head)(pooled)
              loss = None if labels is None else self.loss(logits, labels)
              return SequenceClassifierOutput(loss=loss, logits=logits)

          def loss(self, logits, labels):
              from torch.nn.functional import cross_entropy

              return cross_entropy(logits, labels)

      """
  }

  /// Writes the module into a model directory and names it in its `config.json`.
  static func install(directory: String, weights: EncoderWeights) throws {
    try write(directory: directory, weights: weights)
    let name = "\(module).\(className(weights.configuration.family))"
    try ConfigurationMembers.add(
      ["auto_map": ["AutoModelForSequenceClassification": name]], to: directory)
  }

  /// Writes the module into a directory.
  static func write(directory: String, weights: EncoderWeights) throws {
    try OutputFile.replace(
      "\(directory)/\(module).py", with: Data(source(weights).utf8))
  }
}
