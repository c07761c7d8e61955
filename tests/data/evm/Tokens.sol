// SPDX-License-Identifier: MIT
// Contracts of the chain tests; Tokens.json beside it holds them compiled. How: see tests/chains/contracts.py.
pragma solidity ^0.8.20;

// What all tokens here share: all of them claim to be USDT, as fakes do.
abstract contract Book {
    string public constant name = "Tether USD";
    string public constant symbol = "USDT";
    uint8 public immutable decimals;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf; // Storage slot 1.
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(uint8 decimals_) {
        decimals = decimals_;
        totalSupply = 10 ** 9 * 10 ** uint256(decimals_);
        balanceOf[msg.sender] = totalSupply;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function move(address from, address to, uint256 value) internal virtual {
        require(balanceOf[from] >= value, "balance");
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }

    function spend(address from, uint256 value) internal {
        require(allowance[from][msg.sender] >= value, "allowance");
        allowance[from][msg.sender] -= value;
    }
}

// The ordinary kind.
contract Token is Book {
    constructor(uint8 decimals_) Book(decimals_) {}

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external virtual returns (bool) {
        spend(from, value);
        emit Approval(from, msg.sender, allowance[from][msg.sender]); // Some tokens say so; it comes before the Transfer.
        move(from, to, value);
        return true;
    }
}

// Keeps one percent, as USDT could: less arrives than the call says.
contract FeeToken is Token {
    constructor(uint8 decimals_) Token(decimals_) {}

    function move(address from, address to, uint256 value) internal override {
        super.move(from, address(this), value / 100);
        super.move(from, to, value - value / 100);
    }
}

// Returns nothing, as USDT on Ethereum does.
contract SilentToken is Book {
    constructor(uint8 decimals_) Book(decimals_) {}

    function transfer(address to, uint256 value) external {
        move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external {
        spend(from, value);
        move(from, to, value);
    }
}

// Pays many at once, out of what the caller allowed it.
contract Batch {
    function pay(address[] calldata tokens, address[] calldata to, uint256[] calldata values) external {
        for (uint256 i = 0; i < tokens.length; i++) {
            (bool ok, ) = tokens[i].call(
                abi.encodeWithSignature("transferFrom(address,address,uint256)", msg.sender, to[i], values[i])
            );
            require(ok, "transfer");
        }
    }
}
