/** In the place of what a library brings and nothing here calls: words for rules, and their iteration. */
const unused = (): never => {
  throw new Error('this part of the library is not in the build');
};

export {
  unused as fromText,
  unused as isFullyConvertible,
  unused as iter,
  unused as parseText,
  unused as toText,
};
