import Module from 'node:module';

/** A CommonJS module while it is loaded; Node documents the class, not this method, which loaders override. */
interface Loading {
  exports: unknown;
  load(file: string): void;
}

/**
 * Makes calls from module to module as quick as calls within one. What runs the sources as they are (tsx, by way of
 * esbuild) gives every export a getter that calls another getter, for the sake of variables that change after they were
 * exported. Ours never do: once a module has been loaded, its exports become plain fields. Half the processor time of a
 * simulation went into those getters. Import it before anything else.
 */
function settleExports(): void {
  const modules = Module.prototype as unknown as Loading;
  const { load } = modules;
  modules.load = function (file) {
    load.call(this, file);
    if (file.endsWith('.ts')) this.exports = settled(this.exports);
  };
}

// Whoever required it while it was loading, in a circle, keeps the getters.
function settled(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null) return exports;
  const fields = Object.entries(Object.getOwnPropertyDescriptors(exports)).filter(
    ([name]) => name !== '__esModule',
  );
  if (!fields.every(([, { get, set }]) => get !== undefined && set === undefined)) return exports;
  const plain: Record<string, unknown> = {};
  for (const [name, { get }] of fields) plain[name] = get?.call(exports);
  return Object.defineProperty(plain, '__esModule', { value: true });
}

settleExports();
