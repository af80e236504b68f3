import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Tells the file of every module that this process loads from now on, before it is read; packages are passed over. */
export const reportLoads = (report: (file: string) => void): void => {
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:')) {
        const file = fileURLToPath(url);
        if (!file.includes('/node_modules/')) report(file);
      }
      return next(url, context);
    },
  });
};
