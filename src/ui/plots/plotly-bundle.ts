import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import heatmap from "plotly.js/lib/heatmap";

// Lines and points are in the core. Charts in WebGL are left out: three of a page's few contexts each, none at all on many a
// field laptop; many points are painted on a canvas instead.
Plotly.register([bar, heatmap]);

export { Plotly };
