import { pad } from "left-pad";

pad("x");
