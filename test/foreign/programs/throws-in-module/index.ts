import { parse } from "./parse";

export const replicas = parse("many");
