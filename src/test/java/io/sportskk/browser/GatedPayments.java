package io.sportskk.browser;

