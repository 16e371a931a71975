// A program that settings.json describes: components, or the same resources without them.
const { worker, what, number, recorded } = require("./settings.json");

require(worker).register(what, number, require(recorded));
