package io.sportskk.ledger;

import io.sportskk.kernel.CborSerializable;
import java.math.BigInteger;

/**
 * @param account its name
 * @param balance what was credited to it less what was debited, in KRW
 * @param entries how many there are of it
 */
public record AccountBalance(String account, BigInteger balance, long entries)
    implements CborSerializable {}
