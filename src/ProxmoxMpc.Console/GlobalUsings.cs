// In a namespace that ends in Console the class of that name needs another.
global using Terminal = System.Console;
