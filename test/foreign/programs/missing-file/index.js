require("./settings");
