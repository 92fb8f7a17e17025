import { render } from "preact";
import { App } from "./app.tsx";
import { applyTheme } from "./parts/theme.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/views.css";
import "./style/transactions.css";
import "./style/lists.css";
import "./style/charge_point.css";
import "./style/oversight.css";
import "uplot/dist/uPlot.min.css";

applyTheme();
const place = document.getElementById("console");
if (place) {
  place.replaceChildren();
  render(<App />, place);
}
