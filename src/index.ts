export { ArgumentError } from "./problems/problems.js";
