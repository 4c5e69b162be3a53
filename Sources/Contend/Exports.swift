// What users of `import Contend` get of the model's names.
@_exported public import enum ContendModel.AnomalyClass
@_exported public import enum ContendModel.CallEnding
@_exported public import enum ContendModel.CallError
@_exported public import enum ContendModel.ErrorPattern
@_exported public import struct ContendModel.SQLError
@_exported public import enum ContendModel.Value
@_exported public import enum ContendModel.Verdict
