/// How the page looks. Without it the page is read all the same: pictures carry the colours of the light theme as
/// attributes.
enum HTMLStyle {
  struct Look {
    let name: String
    /// In the light theme.
    let color: String
  }

  static let text = "#1b1f24"
  static let plain = Look(name: "plain", color: text)
  static let faint = Look(name: "faint", color: "#57606a")
  static let good = Look(name: "good", color: "#116329")
  static let bad = Look(name: "bad", color: "#b42318")
  static let caution = Look(name: "caution", color: "#7a4d00")
  static let accent = Look(name: "accent", color: "#0a4b8c")

  /// Nil is the colour of the text around it.
  static func look(of ink: Ink) -> Look? {
    switch ink {
    case .plain: nil
    case .heading: Look(name: "strong", color: text)
    case .faint: faint
    case .good: good
    case .bad: bad
    case .caution: caution
    case .accent: accent
    }
  }

  static let sheet: Markup.Literal = """
    :root{color-scheme:light dark;--back:#ffffff;--panel:#f4f6f8;--rule:#d0d7de;--text:#1b1f24;--faint:#57606a;
    --good:#116329;--bad:#b42318;--caution:#7a4d00;--accent:#0a4b8c}
    @media (prefers-color-scheme:dark){:root{--back:#14171a;--panel:#1e2328;--rule:#3d444d;--text:#e6e8ea;
    --faint:#a3abb3;--good:#5cc98a;--bad:#ff8f85;--caution:#e8b04a;--accent:#86b8f2}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
    main{max-width:68rem;margin:0 auto;padding:1rem}
    article+article{margin-top:3rem;border-top:3px solid var(--rule)}
    h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
    h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--rule)}
    h3{font-size:1rem;margin:1rem 0 .25rem}
    p,li,dd,summary,td,th{overflow-wrap:anywhere}
    .lead{font-size:1.1rem}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;margin:.5rem 0}
    caption{text-align:left;color:var(--faint);padding:.25rem 0}
    td,th{padding:.25rem .6rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;
    overflow-wrap:normal}
    thead th{color:var(--faint);font-weight:600;white-space:nowrap}
    .figure{text-align:right;white-space:nowrap}
    .graph{min-width:14rem;width:40%}
    .graph svg{display:block;width:100%}
    .long{min-width:16rem;overflow-wrap:anywhere}
    code,pre,.lanes text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    code{font-size:.875em}
    pre{background:var(--panel);padding:.6rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
    figure{margin:.5rem 0}
    figcaption{color:var(--faint);font-size:.875rem}
    svg{color:var(--text)}
    .curves{display:flex;flex-wrap:wrap;gap:1rem}
    .curves svg{width:30rem;max-width:100%;height:auto}
    details{margin:.5rem 0}
    summary{cursor:pointer}
    .faint{color:var(--faint);fill:var(--faint)}
    .good{color:var(--good);fill:var(--good)}
    .bad{color:var(--bad);fill:var(--bad)}
    .caution{color:var(--caution);fill:var(--caution)}
    .accent{color:var(--accent);fill:var(--accent)}
    .strong{font-weight:600;fill:var(--text)}
    .plain{fill:var(--text)}.s-plain{stroke:var(--text)}
    .panel{fill:var(--panel)}
    .s-rule{stroke:var(--rule)}.s-bad{stroke:var(--bad)}.s-caution{stroke:var(--caution)}
    .s-accent{stroke:var(--accent)}.s-good{stroke:var(--good)}.s-faint{stroke:var(--faint)}
    @media print{:root{color-scheme:light;--back:#ffffff;--panel:#f4f6f8;--rule:#d0d7de;--text:#1b1f24;
    --faint:#57606a;--good:#116329;--bad:#b42318;--caution:#7a4d00;--accent:#0a4b8c}
    body{font-size:10pt}main{max-width:none;padding:0}.wide{overflow:visible}.lanes{max-width:100%;height:auto}
    h2,h3,caption{break-after:avoid}tr,figure{break-inside:avoid}
    details::details-content{content-visibility:visible;block-size:auto}}
    """
}
