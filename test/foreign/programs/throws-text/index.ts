throw "not an error, but text";
