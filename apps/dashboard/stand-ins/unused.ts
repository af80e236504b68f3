/** In the place of what a library exports and nothing here calls. */
const unused = (): never => {
  throw new Error('this part of the library is not in the build');
};

export { unused as CronDate, unused as CronFileParser };
