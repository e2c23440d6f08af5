import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import typescript from 'typescript-eslint';

const SOURCES = ['**/*.{js,mjs,cjs,ts,vue}'];

/** Who may not import what, see docs/architecture.md; each pattern says why in its message. */
const FORBIDDEN = {
  apps: {
    group: ['@inkling/api', '@inkling/web', '@inkling/trainer', '**/apps/*', '**/apps/*/**'],
    message: 'Apps are not imported: what two of them need belongs into a package.',
  },
  appsByPath: {
    regex: '\\.\\./(api|web|trainer)/(src|dist)/',
    message: 'Apps are not imported: what two of them need belongs into a package.',
  },
  insides: {
    group: [
      '@inkling/*/*',
      '!@inkling/store/testing',
      '!@inkling/store/training',
      '!@inkling/store/webhooks',
      '!@inkling/recognizer/card',
      '!@inkling/recognizer/onnx-file',
      '!@inkling/ink/wasm',
      '**/packages/**',
    ],
    message: 'A package is used through its index.ts alone.',
  },
  prisma: {
    group: ['@prisma/*', '**/store/**/generated/**'],
    message: 'Only repositories and packages/store touch the Prisma client.',
  },
  database: {
    regex: '^@inkling/store(/testing)?$',
    message: 'Only repositories and the database wiring (apps/*/src/database) touch the database.',
  },
  ours: { group: ['@inkling/*'], message: 'This package imports no other of ours.' },
  inkOnly: {
    group: ['@inkling/*', '!@inkling/ink'],
    message: 'packages/recognizer imports packages/ink alone.',
  },
  platform: {
    group: ['node:*', 'fs', 'path', 'os', 'crypto'],
    message: 'packages/ink and packages/recognizer run in browser, API and trainer alike: no Node.',
  },
  engine: {
    group: ['onnxruntime-*', '@tensorflow/*'],
    message: 'The engine is handed in: who opens a session knows where it runs.',
  },
  schemas: {
    group: ['zod', '**/card/*'],
    allowTypeImports: true,
    message: 'Inference workers load no zod: values of the card have an entry of their own.',
  },
  anywhere: {
    group: ['node:*', 'fs', 'path', 'os', 'crypto'],
    message: 'packages/client and packages/pad run in pages elsewhere: no Node.',
  },
  clientOnly: {
    group: ['@inkling/*', '!@inkling/client'],
    message: 'packages/pad imports packages/client alone: every byte is loaded by other pages.',
  },
  anything: {
    regex: '^[^.]',
    message: 'packages/ink imports nothing: no DOM, Node or library.',
  },
};

const restrict = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const {
  apps,
  appsByPath,
  insides,
  prisma,
  database,
  ours,
  inkOnly,
  platform,
  engine,
  schemas,
  anywhere,
  clientOnly,
  anything,
} = FORBIDDEN;

/** Features of the web app, and the ones that each may look into. Whatever else two of them need is shared. */
const FEATURES = {
  studio: ['history', 'device', 'symbols'],
  device: [],
  symbols: [],
  history: ['symbols'],
  alphabets: ['studio', 'history', 'symbols'],
  review: ['symbols'],
  training: [],
  models: ['training'],
  insight: ['models'],
  people: ['history', 'training'],
  me: ['insight'],
  transfer: [],
  webhooks: [],
};

const WEB = 'apps/web/src';

/** @param {readonly string[]} places folders of apps/web/src */
const webBorder = (...places) => ({
  regex: `^(\\.\\./)+(${places.join('|')})(/|$)`,
  message: 'In the web app features import what is shared, and of each other only what is named.',
});

const FRAME = ['frame', 'App\\.vue', 'main', 'router'];

const webBorders = [
  {
    files: [`${WEB}/shared/**`],
    rules: restrict(apps, appsByPath, insides, prisma, database, webBorder('features', ...FRAME)),
  },
  ...Object.entries(FEATURES).map(([name, named]) => {
    const others = Object.keys(FEATURES).filter((one) => one !== name && !named.includes(one));
    return {
      files: [`${WEB}/features/${name}/**`],
      rules: restrict(
        apps,
        appsByPath,
        insides,
        prisma,
        database,
        webBorder('features', ...others, ...FRAME),
      ),
    };
  }),
];

const SPECS = ['**/*.spec.{ts,mjs}', '**/testing/**'];

export default typescript.config(
  {
    ignores: [
      '**/dist/',
      '**/generated/',
      '**/node_modules/',
      'data/',
      'models/',
      'fixtures/',
      '.cache/',
      '**/checkpoints/',
      '**/coverage/',
    ],
  },
  js.configs.recommended,
  typescript.configs.recommended,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
    rules: {
      // Type checking does it, and knows the types of the DOM.
      'no-undef': 'off',
      // One-word names are what pages and layouts are called.
      'vue/multi-word-component-names': 'off',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
  { files: ['apps/web/public/**'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: SOURCES,
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.property.name='only'][callee.object.name=/^(it|test|describe)$/]",
          message: 'A focused test hides all others.',
        },
      ],
    },
  },
  // Boundaries. A file takes the last of these that names it.
  { files: ['apps/**'], rules: restrict(apps, appsByPath, insides, prisma, database) },
  {
    files: [
      'apps/*/src/**/*.repository.ts',
      'apps/*/src/database/**',
      // Better Auth brings a repository of its own, which wants the client.
      'apps/api/src/people/auth/**/*adapter*.ts',
      // The trainer's worker is about rows from end to end; what computes (learn, judge) gets files.
      'apps/trainer/src/worker/**',
    ],
    rules: restrict(apps, appsByPath, insides),
  },
  {
    files: SPECS.map((pattern) => `apps/${pattern}`),
    rules: restrict(apps, appsByPath, insides),
  },
  ...webBorders,
  { files: ['packages/ink/src/**'], rules: restrict(ours, platform, anything) },
  {
    files: ['packages/recognizer/src/**'],
    rules: restrict(apps, appsByPath, inkOnly, insides, platform, engine, schemas),
  },
  {
    files: ['packages/recognizer/src/card/**', 'packages/recognizer/**/*.spec.ts'],
    rules: restrict(apps, appsByPath, inkOnly, insides, platform),
  },
  {
    files: ['packages/contract/src/**'],
    rules: restrict(apps, appsByPath, insides, prisma, database),
  },
  { files: ['packages/client/src/**'], rules: restrict(apps, appsByPath, ours, anywhere) },
  { files: ['packages/pad/src/**'], rules: restrict(apps, appsByPath, clientOnly, anywhere) },
  {
    files: ['packages/store/src/**'],
    rules: restrict(apps, appsByPath, insides),
  },
  {
    files: ['packages/ink/**/*.spec.ts', 'packages/ink/src/testing/**'],
    rules: restrict(apps, appsByPath, ours),
  },
  prettier,
);
