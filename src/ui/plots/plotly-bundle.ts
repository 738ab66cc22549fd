import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";

// Lines and points are in the core. The other charts would bring WebGL code that needs eval.
Plotly.register([bar]);

export { Plotly };
