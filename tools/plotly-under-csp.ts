import type { Plugin } from "vite";
import { rewritePackages } from "./rewrite-packages.ts";

/**
 * Plotly's core under `style-src 'self'` and Trusted Types. What it draws stays the same; four ways of drawing change:
 * its rules go into a constructed stylesheet, styles of pseudo-HTML text, of heatmaps and of colour bars go through CSSOM, and
 * two texts that it sets as HTML (a multiplication sign, character references in an exported picture) become text. What is left
 * of markup in Plotly is the logo of its tool bar (`DOMParser.parseFromString`), which `Plot` does not show.
 */
export function plotlyUnderCsp(): Plugin {
  return rewritePackages("plotly-under-csp", [
    {
      // Plotly's own build says `global` is the window; ours has no such name.
      file: "has-hover/index.js",
      pattern: /\bglobal\./g,
      replacement: "globalThis.",
      times: 2,
    },
    {
      // 83 kB of rules for the maps that are not in our bundle.
      file: "plotly.js/src/registry.js",
      pattern: /require\('maplibre-gl[^']*css'\);?/g,
      replacement: "",
      times: 1,
    },
    {
      // An element to carry id and class as before, with a sheet that is not text of the page.
      file: "plotly.js/src/lib/dom.js",
      pattern: /document\.createElement\('style'\)/g,
      replacement: `(function() {
            var sheet = new CSSStyleSheet();
            document.adoptedStyleSheets.push(sheet);
            return Object.assign(document.createElement('template'), { sheet: sheet });
        })()`,
      times: 1,
    },
    {
      file: "plotly.js/src/lib/svg_text_utils.js",
      pattern: /if\(nodeSpec\.style\) nodeAttrs\.style = nodeSpec\.style;(\s+)(var newNode = [^;]+;)/g,
      replacement: "$2$1if(nodeSpec.style) newNode.style.cssText = nodeSpec.style;",
      times: 1,
    },
    {
      file: "plotly.js/src/lib/svg_text_utils.js",
      pattern: /d3\.select\(newNode\)\.attr\(nodeAttrs\);/g,
      replacement:
        "if(nodeAttrs.style) newNode.style.cssText = nodeAttrs.style; delete nodeAttrs.style; d3.select(newNode).attr(nodeAttrs);",
      times: 2,
    },
    {
      file: "plotly.js/src/traces/heatmap/plot.js",
      pattern: /image3\.attr\('style', PIXELATED_IMAGE_STYLE\);/g,
      replacement: "image3.node().style.cssText = PIXELATED_IMAGE_STYLE;",
      times: 1,
    },
    {
      file: "plotly.js/src/components/colorbar/draw.js",
      pattern: /\.attr\('style', ''\)/g,
      replacement: ".each(function() { this.style.cssText = ''; })",
      times: 2,
    },
    {
      file: "plotly.js/src/lib/notifier.js",
      pattern: /\.html\('&times;'\)/g,
      replacement: ".text('\\u00d7')",
      times: 1,
    },
    {
      file: "plotly.js/src/snapshot/tosvg.js",
      pattern: /\.html\(''\)/g,
      replacement: "",
      times: 1,
    },
    {
      // A serialised picture holds numeric references, which XML reads as they are, and this one, which it does not.
      file: "plotly.js/src/snapshot/tosvg.js",
      pattern: /return hiddenDiv\.html\(d\)\.text\(\);/g,
      replacement: "return lower === '&nbsp;' ? '\\u00a0' : d;",
      times: 1,
    },
  ]);
}
