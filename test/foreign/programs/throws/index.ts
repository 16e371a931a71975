import { limit } from "./limit";

throw new Error(`${limit} is too much`);
