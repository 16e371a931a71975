import { pad } from "@left/pad/all";

pad("x");
