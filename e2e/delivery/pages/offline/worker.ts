postMessage(crossOriginIsolated ? "worker isolated" : "worker not isolated");
